import { expect } from 'vitest'
import { type Decided, decide } from '../../worker/moderation/decide'
import { decisionActions } from '../../worker/notes/note'
import { publishRest } from '../../worker/publishing/outbox'
import { interceptStores } from '../../worker/store-calls'
import { letMinutesPass } from './agreement'
import type { RunningSite, TestEnv } from './harness'
import type { Fault, Step } from './life-steps'
import { afterAction, type ModelAction, type ModelText, sentNote } from './note-model'
import { sendNote, type TestModerator } from './people'
import { type Known, nameOf, WhatHolds } from './what-holds'

/** One life of some notes of one page, step by step, against the model. */
export class Life {
  readonly #site: RunningSite
  readonly #moderator: TestModerator
  readonly #page: string
  readonly #publishPages: (text: string) => Promise<void>
  readonly #holds: WhatHolds
  readonly #notes: Known[] = []
  #texts = 0

  /** @param publishPages Publishes all pages anew, with this text on them. */
  constructor(
    site: RunningSite,
    moderator: TestModerator,
    page: string,
    publishPages: (text: string) => Promise<void>,
  ) {
    this.#site = site
    this.#moderator = moderator
    this.#page = page
    this.#publishPages = publishPages
    this.#holds = new WhatHolds(site, moderator, page)
  }

  async live(steps: Step[]): Promise<void> {
    for (const each of steps) {
      await this.#take(each)
      await this.#holds.expectAfterAStep(this.#notes)
    }
    await this.#holds.expectInTheEnd(this.#notes)
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
        await this.#site.runCron()
        return
      case 'cron dies':
        return this.#dyingCron(each.after)
      case 'old value':
        return this.#oldValue(each.note, each.action)
      case 'minutes pass':
        return letMinutesPass(this.#site)
      case 'publish pages':
        return this.#publishPages(this.#newToken())
    }
  }

  async #send(faultAt: Fault): Promise<void> {
    const text = this.#newText()
    const headers = { 'Idempotency-Key': `key-of-${text.token}-${'x'.repeat(22)}` }
    const request = { page: this.#page, body: text.token, author: text.author }
    const sent = await sendNote(this.#site, request, { ...headers, ...faultHeaders(faultAt) }).catch(
      (error: unknown) => {
        if (!faultAt) throw error
        return sendNote(this.#site, request, headers)
      },
    )
    this.#notes.push({ sent, model: sentNote(text) })
  }

  async #act(which: number, act: ModelAction, faultAt: Fault): Promise<void> {
    const known = this.#pick(which)
    if (!known) return
    const text = this.#newText()
    const after = afterAction(known.model, act, text)
    const { version: before } = await this.#moderator.note(known.sent.id)
    const response = await this.#request(known, act, text, before, faultHeaders(faultAt))
    if (response.status >= 500) {
      expect(faultAt).not.toBeNull()
      // Done before the fault, or not at all.
      const { status, version } = await this.#moderator.note(known.sent.id)
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
      this.#site.get(path, {
        method,
        headers: { ...this.#moderator.headers, ...headers, 'Content-Type': 'application/json' },
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
    const { version } = await this.#moderator.note(known.sent.id)
    const given = { id: known.sent.id, version, reason: 'Pourquoi.' }
    const decided: Decided = action === 'edit' ? { ...given, action, body: text.token } : { ...given, action }
    const following: Promise<unknown>[] = []
    const stores = {
      ...(diesAfter === null ? this.#site.env : dying(this.#site.env, diesAfter)),
      later: (work: Promise<unknown>) => following.push(work),
    }
    const result = await decide(stores, 'Naïg', decided, new Date()).catch(() => null)
    await Promise.all(following)
    if (result) expect(result.outcome).toBe(after ? 'done' : 'refused')
    else expect(diesAfter).not.toBeNull()
    // Done before it died, or not at all. A moderator changes the text, not the name.
    const isDone = after !== null && (await this.#moderator.note(known.sent.id)).version > version
    if (result) expect(isDone).toBe(after !== null)
    if (isDone) known.model = after
  }

  /** Two moderators on the same version: one takes, the other is told. */
  async #race(which: number, actions: [ModelAction, ModelAction]): Promise<void> {
    const known = this.#pick(which)
    const decisions = actions.filter((each) => decisionActions.some((one) => one === each))
    if (!known || decisions.length < 2) return
    const { version } = await this.#moderator.note(known.sent.id)
    const texts = decisions.map(() => this.#newText())
    const answers = await Promise.all(
      decisions.map((act, n) =>
        this.#site.get(`/api/admin/notes/${known.sent.id}/decisions`, {
          method: 'POST',
          headers: { ...this.#moderator.headers, 'Content-Type': 'application/json' },
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
    await publishRest(dying(this.#site.env, after), Date.now()).catch(() => {})
  }

  /**
   * A publisher that sleeps between rendering and writing, so long that another has taken over meanwhile with newer
   * values; then it writes its old one, and dies before its second look.
   */
  async #oldValue(which: number, act: ModelAction): Promise<void> {
    let isDead = false
    const sleeping = interceptStores(this.#site.env, async (_store, method, call) => {
      if (isDead) throw new Error('died')
      if (method !== 'put') return call()
      isDead = true
      await letMinutesPass(this.#site)
      await this.#act(which, act, null)
      await this.#site.runCron()
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
    return `jeton${this.#page.replaceAll('/', '')}n${this.#texts++}fin`
  }
}

/** The stores of a process that ends after so many calls: what it asks from then on, nobody does. */
function dying(env: TestEnv, after: number): Pick<TestEnv, 'DB' | 'PAGES'> {
  let calls = 0
  return interceptStores(env, async (_store, _method, call) => {
    if (calls++ >= after) throw new Error('died')
    return call()
  })
}

function faultHeaders(faultAt: Fault): Record<string, string> {
  return faultAt ? { 'X-Test-Fault-At': `${faultAt.at} ${faultAt.how}` } : {}
}

function words(act: ModelAction, token: string): object {
  if (act === 'edit') return { body: token }
  return act === 'return' || act === 'reject' ? { reason: 'Pourquoi.' } : {}
}
