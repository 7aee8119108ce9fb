import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Env } from '../../worker/env'
import { decide } from '../../worker/moderation/decide'
import { decisionActions } from '../../worker/notes/note'
import { publishRest } from '../../worker/publishing/outbox'
import { interceptStores } from '../../worker/store-calls'
import { expectAgreement, letMinutesPass, runCron } from '../support/agreement'
import { amount, isLong } from '../support/amount'
import { type RunningSite, startSite } from '../support/harness'
import {
  afterAction,
  type ModelAction,
  type ModelNote,
  type ModelText,
  modelActions,
  sentNote,
  visibleText,
} from '../support/note-model'
import { type SentNote, sendNote, TestModerator } from '../support/people'

/**
 * Random lives of a few notes of one page, with stores that fail, writers that die half way and a second isolate
 * (this process: the same code with a memory of its own), against a small model.
 */

/** A site grows slower with every note in it; each batch of runs gets its own. */
const RUNS_A_SITE = 40

let site: RunningSite
let moderator: TestModerator
let runs = 0

async function freshSite(): Promise<void> {
  await site?.close()
  const started = await startSite({ instrumented: true })
  site = { ...started, env: interceptStores(started.env, (_store, _method, call) => overCutLines(call)) }
  await publishPages('')
  moderator = await TestModerator.join(site, 'Naïg', { organiser: true })
}

/** On a busy machine the harness finds its kept line to the stores closed now and then; it is asked again. */
async function overCutLines(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof TypeError && error.message === 'fetch failed')) throw error
    return call()
  }
}

async function publishPages(text: string): Promise<void> {
  const pages = Array.from({ length: RUNS_A_SITE }, (_, n) => [
    `content/p${n}.md`,
    `---\ntitle: Page ${n}\nnotes: open\n---\n\n${text}\n`,
  ])
  await site.publish(Object.fromEntries(pages))
}

beforeAll(freshSite)
afterAll(() => site.close())

type Fault = { at: number; how: 'refused' | 'lost' } | null
type Step =
  | { step: 'send'; fault: Fault }
  | { step: 'act'; note: number; action: ModelAction; fault: Fault }
  | { step: 'decide elsewhere'; note: number; action: ModelAction; diesAfter: number | null }
  | { step: 'race'; note: number; actions: [ModelAction, ModelAction] }
  | { step: 'cron' }
  | { step: 'cron dies'; after: number }
  | { step: 'old value'; note: number; action: ModelAction }
  | { step: 'minutes pass' }
  | { step: 'publish pages' }

const fault: fc.Arbitrary<Fault> = fc.option(
  fc.record({ at: fc.integer({ min: 1, max: 24 }), how: fc.constantFrom('refused' as const, 'lost' as const) }),
  { freq: 3 },
)
const action = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<ModelAction>('approve', 'revise') },
  { weight: 4, arbitrary: fc.constantFrom(...modelActions) },
)
const note = fc.nat(3)
/** Calls of stores. */
const diesAfter = fc.option(fc.nat(24), { freq: 3 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ step: fc.constant('send' as const), fault }) },
  { weight: 8, arbitrary: fc.record({ step: fc.constant('act' as const), note, action, fault }) },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('decide elsewhere' as const), note, action, diesAfter }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('race' as const), note, actions: fc.tuple(action, action) }) },
  { weight: 1, arbitrary: fc.constant({ step: 'cron' as const }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('cron dies' as const), after: fc.nat(12) }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('old value' as const), note, action }) },
  { weight: 1, arbitrary: fc.constant({ step: 'minutes pass' as const }) },
  { weight: 1, arbitrary: fc.constant({ step: 'publish pages' as const }) },
)

test(
  'whatever happens, accepted notes are kept, visitors see what was decided and nothing else, and history stays',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 18 }), async (steps) => {
        if (runs > 0 && runs % RUNS_A_SITE === 0) await freshSite()
        await new Life(`/p${runs++ % RUNS_A_SITE}/`).live(steps)
      }),
      {
        numRuns: amount({ slice: 4, whole: 100_000 }),
        ...(isLong && { interruptAfterTimeLimit: 30 * 60_000 }),
        // What is made shorter here takes another course: clocks run on. The steps as they failed say more.
        endOnFailure: true,
      },
    )
  },
  amount({ slice: 120_000, whole: 40 * 60_000 }),
)

type Known = { sent: SentNote; model: ModelNote }

class Life {
  readonly #notes: Known[] = []
  #history = new Map<string, Record<string, unknown>>()
  readonly #numbers = new Map<unknown, unknown>()
  #texts = 0

  constructor(readonly page: string) {}

  async live(steps: Step[]): Promise<void> {
    for (const each of steps) {
      await this.#take(each)
      await this.#expectHistoryKept()
      await this.#expectNothingHiddenInKv()
    }
    await expectAgreement(site)
    for (const known of this.#notes) await this.#expectAsModelled(known)
    await this.#expectPublicList()
    await this.#expectNothingHiddenElsewhere()
    await this.#expectErasedNowhere()
  }

  async #take(each: Step): Promise<void> {
    switch (each.step) {
      case 'send':
        return this.#send(each.fault)
      case 'act':
        return this.#act(each.note, each.action, each.fault)
      case 'decide elsewhere':
        return this.#decideElsewhere(each.note, each.action, each.diesAfter)
      case 'race':
        return this.#race(each.note, each.actions)
      case 'cron':
        await runCron(site)
        return
      case 'cron dies':
        return this.#dyingCron(each.after)
      case 'old value':
        return this.#oldValue(each.note, each.action)
      case 'minutes pass':
        return letMinutesPass(site)
      case 'publish pages':
        return publishPages(this.#newToken())
    }
  }

  async #send(faultAt: Fault): Promise<void> {
    const text = this.#newText()
    const headers = { 'Idempotency-Key': `key-of-${text.token}-${'x'.repeat(22)}` }
    const request = { page: this.page, body: text.token, author: text.author }
    const sent = await sendNote(site, request, { ...headers, ...faultHeaders(faultAt) }).catch((error: unknown) => {
      if (!faultAt) throw error
      return sendNote(site, request, headers)
    })
    this.#notes.push({ sent, model: sentNote(text) })
  }

  async #act(which: number, act: ModelAction, faultAt: Fault): Promise<void> {
    const known = this.#pick(which)
    if (!known) return
    const text = this.#newText()
    const after = afterAction(known.model, act, text)
    const { version: before } = await moderator.note(known.sent.id)
    const response = await this.#request(known, act, text, before, faultHeaders(faultAt))
    if (response.status >= 500) {
      expect(faultAt).not.toBeNull()
      // Done before the fault, or not at all.
      const { status, version } = await moderator.note(known.sent.id)
      const isDone = after !== null && version > before
      known.model = isDone ? after : known.model
      expect(status).toBe(known.model.status)
      return
    }
    expect({ act, refused: response.status === 409 }).toEqual({ act, refused: after === null })
    if (after) known.model = after
  }

  #request(known: Known, act: ModelAction, text: ModelText, version: number, headers: object): Promise<Response> {
    const receipt = `/api/receipts/${known.sent.receipt}`
    const send = (path: string, method: string, body?: unknown) =>
      site.get(path, {
        method,
        headers: { ...moderator.headers, ...headers, 'Content-Type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    if (act === 'withdraw') return send(receipt, 'DELETE')
    if (act === 'revise') return send(receipt, 'PUT', { body: text.token, author: text.author })
    const decision = { action: act, version, ...words(act, text.token) }
    return send(`/api/admin/notes/${known.sent.id}/decisions`, 'POST', decision)
  }

  /** Another isolate decides, with a memory of its own; perhaps its process ends somewhere on the way. */
  async #decideElsewhere(which: number, act: ModelAction, diesAfter: number | null): Promise<void> {
    const known = this.#pick(which)
    const action = decisionActions.find((each) => each === act)
    if (!known || !action) return
    const text = this.#newText()
    const after = afterAction(known.model, act, text)
    const { version } = await moderator.note(known.sent.id)
    const body = act === 'edit' ? text.token : null
    const given = { id: known.sent.id, version, action, reason: 'Pourquoi.', body }
    const following: Promise<unknown>[] = []
    const stores = {
      ...(diesAfter === null ? site.env : dying(diesAfter)),
      later: (work: Promise<unknown>) => following.push(work),
    }
    const result = await decide(stores, 'Naïg', given, new Date()).catch(() => null)
    await Promise.all(following)
    if (result) expect(result.outcome).toBe(after ? 'done' : 'refused')
    else expect(diesAfter).not.toBeNull()
    // Done before it died, or not at all. A moderator changes the text, not the name.
    const isDone = after !== null && (await moderator.note(known.sent.id)).version > version
    if (result) expect(isDone).toBe(after !== null)
    if (isDone) known.model = after
  }

  /** Two moderators on the same version: one takes, the other is told. */
  async #race(which: number, actions: [ModelAction, ModelAction]): Promise<void> {
    const known = this.#pick(which)
    const decisions = actions.filter((each) => decisionActions.some((one) => one === each))
    if (!known || decisions.length < 2) return
    const { version } = await moderator.note(known.sent.id)
    const texts = decisions.map(() => this.#newText())
    const answers = await Promise.all(
      decisions.map((act, n) =>
        site.get(`/api/admin/notes/${known.sent.id}/decisions`, {
          method: 'POST',
          headers: { ...moderator.headers, 'Content-Type': 'application/json' },
          body: JSON.stringify({ action: act, version, ...words(act, texts[n]?.token ?? '') }),
        }),
      ),
    )
    const winner = answers.findIndex(({ status }) => status === 200)
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
    const [act, text] = [decisions[winner], texts[winner]]
    if (act && text) known.model = afterAction(known.model, act, text) ?? known.model
  }

  /** A publisher that dies: from one call on, nothing of what it asks is done any more. */
  async #dyingCron(after: number): Promise<void> {
    await publishRest(dying(after), Date.now()).catch(() => {})
  }

  /**
   * A publisher that sleeps between rendering and writing, so long that another has taken over meanwhile with newer
   * values; then it writes its old one, and dies before its second look.
   */
  async #oldValue(which: number, act: ModelAction): Promise<void> {
    let isDead = false
    const sleeping = interceptStores(site.env, async (_store, method, call) => {
      if (isDead) throw new Error('died')
      if (method !== 'put') return call()
      isDead = true
      await letMinutesPass(site)
      await this.#act(which, act, null)
      await runCron(site)
      return call()
    })
    await publishRest(sleeping, Date.now()).catch(() => {})
  }

  #pick(which: number): Known | undefined {
    return this.#notes.length === 0 ? undefined : this.#notes[which % this.#notes.length]
  }

  #newText() {
    const token = this.#newToken()
    return { token, author: nameOf(token) }
  }

  #newToken(): string {
    return `jeton${runs}n${this.#texts++}fin`
  }

  /** Revisions and decisions are as they were, but for what erasure takes; and so are the numbers on the page. */
  async #expectHistoryKept(): Promise<void> {
    const ofPage = [
      'SELECT * FROM revisions WHERE note_id IN (SELECT id FROM notes WHERE page = ?1)',
      'SELECT * FROM decisions WHERE note_id IN (SELECT id FROM notes WHERE page = ?1)',
      'SELECT id, number FROM notes WHERE page = ?1',
    ].map((sql) => site.env.DB.prepare(sql).bind(this.page))
    const [revisions, decisions, notes] = await site.env.DB.batch<Record<string, unknown>>(ofPage)
    const now = new Map<string, Record<string, unknown>>([
      ...(revisions?.results ?? []).map((row) => [`revision ${row.note_id} ${row.number}`, row] as const),
      ...(decisions?.results ?? []).map((row) => [`decision ${row.id}`, row] as const),
    ])
    for (const [key, before] of this.#history) {
      const after: Record<string, unknown> = now.get(key) ?? {}
      for (const [column, value] of Object.entries(before)) {
        const isErasure = after[column] === null || (column === 'erased_at' && value === null)
        if (!isErasure) expect({ key, column, value: after[column] }).toEqual({ key, column, value })
      }
    }
    this.#history = now
    for (const { id, number } of notes?.results ?? []) {
      const known = this.#numbers.get(id)
      if (known !== undefined && known !== null) expect(number).toBe(known)
      this.#numbers.set(id, number)
    }
  }

  /** A text that no decision has ever shown is in no value that visitors could get. */
  async #expectNothingHiddenInKv(): Promise<void> {
    const everShown = new Set(this.#shown)
    for (const { model } of this.#notes) {
      const visible = visibleText(model)
      if (visible) everShown.add(visible.token)
    }
    this.#shown = everShown
    const stored = await everythingInKv()
    const hidden = this.#notes.flatMap(({ model }) => model.texts).filter(({ token }) => !everShown.has(token))
    for (const { token } of hidden) expect(stored).not.toContain(token)
  }

  #shown = new Set<string>()

  /** Nor in a feed, nor found by the search. */
  async #expectNothingHiddenElsewhere(): Promise<void> {
    const hidden = this.#notes.flatMap(({ model }) => model.texts).filter(({ token }) => !this.#shown.has(token))
    for (const feed of ['/feed.xml', `${this.page}feed.xml`]) {
      const text = await (await site.get(feed)).text()
      for (const { token } of hidden) expect(text).not.toContain(token)
    }
    for (const { token } of hidden) {
      expect(await (await site.get(`/recherche/?q=${token}`)).text()).toContain('Rien ne contient tous ces mots.')
    }
  }

  async #expectAsModelled({ sent, model }: Known): Promise<void> {
    const { status } = await moderator.note(sent.id)
    expect({ id: sent.id, status }).toEqual({ id: sent.id, status: model.status })
    const visible = visibleText(model)
    const stored = await site.env.PAGES.get<{ gone: boolean; note?: { body: string; author: string } }>(
      `note/${sent.id}`,
      'json',
    )
    expect(stored?.note?.body).toBe(visible?.token)
  }

  async #expectPublicList(): Promise<void> {
    const response = await site.get(`/api/notes?page=${this.page}&limit=100`)
    const { items } = (await response.json()) as { items: { id: string; body: string }[] }
    const shown = this.#notes.flatMap(({ sent, model }) => {
      const text = visibleText(model)
      return text ? [{ id: sent.id, body: text.token }] : []
    })
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
    expect(items.map(({ id, body }) => ({ id, body })).sort(byId)).toEqual(shown.sort(byId))
  }

  async #expectErasedNowhere(): Promise<void> {
    const models = this.#notes.map(({ model }) => model)
    const texts = models.filter(({ status }) => status === 'withdrawn').flatMap((model) => model.texts)
    const names = models.flatMap((model) => model.texts).filter(({ author }) => author === null)
    const all = (await everythingInKv()) + (await everythingInD1())
    for (const { token } of texts) expect(all).not.toContain(token)
    for (const { token } of names) expect(all).not.toContain(nameOf(token))
  }
}

/** The stores of a process that ends after so many calls: what it asks from then on, nobody does. */
function dying(after: number): Pick<Env, 'DB' | 'PAGES'> {
  let calls = 0
  return interceptStores(site.env, async (_store, _method, call) => {
    if (calls++ >= after) throw new Error('died')
    return call()
  })
}

function nameOf(token: string): string {
  return token.replace('jeton', 'nom')
}

function faultHeaders(faultAt: Fault): Record<string, string> {
  return faultAt ? { 'X-Test-Fault-At': `${faultAt.at} ${faultAt.how}` } : {}
}

function words(act: ModelAction, token: string): object {
  if (act === 'edit') return { body: token }
  return act === 'return' || act === 'reject' ? { reason: 'Pourquoi.' } : {}
}

/** Every value that publishing owns, as one text. */
async function everythingInKv(): Promise<string> {
  const { keys } = await site.env.PAGES.list()
  const names = keys
    .map(({ name }) => name)
    .filter((name) => !/^(?:page|file|sessions)\//.test(name) && name !== 'index')
  const texts: string[] = []
  for (let from = 0; from < names.length; from += 100) {
    const values = await site.env.PAGES.get(names.slice(from, from + 100), 'text')
    texts.push(...[...values.values()].map(String))
  }
  return texts.join('\n')
}

async function everythingInD1(): Promise<string> {
  const tables = ['notes', 'revisions', 'decisions', 'reports', 'receipts', 'outbox']
  const rows = await Promise.all(tables.map((table) => site.env.DB.prepare(`SELECT * FROM ${table}`).all()))
  return JSON.stringify(rows.map(({ results }) => results))
}
