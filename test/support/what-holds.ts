import { expect } from 'vitest'
import { expectAgreement } from './agreement'
import type { RunningSite, TestEnv } from './harness'
import { type ModelNote, visibleText } from './note-model'
import type { SentNote, TestModerator } from './people'

/** A note as it was sent, and as the model has it now. */
export type Known = { sent: SentNote; model: ModelNote }

/** What must be true of a page's notes whatever happens to them; remembers what may never change. */
export class WhatHolds {
  readonly #site: RunningSite
  readonly #moderator: TestModerator
  readonly #page: string
  #history = new Map<string, Record<string, unknown>>()
  readonly #numbers = new Map<unknown, unknown>()
  /** Tokens of texts that a decision has shown at some time. */
  #shown = new Set<string>()

  constructor(site: RunningSite, moderator: TestModerator, page: string) {
    this.#site = site
    this.#moderator = moderator
    this.#page = page
  }

  async expectAfterAStep(notes: Known[]): Promise<void> {
    await this.#expectHistoryKept()
    await this.#expectNothingHiddenInKv(notes)
  }

  async expectInTheEnd(notes: Known[]): Promise<void> {
    await expectAgreement(this.#site)
    for (const known of notes) await this.#expectAsModelled(known)
    await this.#expectPublicList(notes)
    await this.#expectNothingHiddenElsewhere(notes)
    await this.#expectErasedNowhere(notes)
  }

  /** Revisions and decisions are as they were, but for what erasure takes; and so are the numbers on the page. */
  async #expectHistoryKept(): Promise<void> {
    const ofPage = [
      'SELECT * FROM revisions WHERE note_id IN (SELECT id FROM notes WHERE page = ?1)',
      'SELECT * FROM decisions WHERE note_id IN (SELECT id FROM notes WHERE page = ?1)',
      'SELECT id, number FROM notes WHERE page = ?1',
    ].map((sql) => this.#site.env.DB.prepare(sql).bind(this.#page))
    const [revisions, decisions, numbered] = await this.#site.env.DB.batch<Record<string, unknown>>(ofPage)
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
    for (const { id, number } of numbered?.results ?? []) {
      const known = this.#numbers.get(id)
      if (known !== undefined && known !== null) expect(number).toBe(known)
      this.#numbers.set(id, number)
    }
  }

  /** A text that no decision has ever shown is in no value that visitors could get. */
  async #expectNothingHiddenInKv(notes: Known[]): Promise<void> {
    const everShown = new Set(this.#shown)
    for (const { model } of notes) {
      const visible = visibleText(model)
      if (visible) everShown.add(visible.token)
    }
    this.#shown = everShown
    const stored = await everythingInKv(this.#site.env)
    const hidden = notes.flatMap(({ model }) => model.texts).filter(({ token }) => !everShown.has(token))
    for (const { token } of hidden) expect(stored).not.toContain(token)
  }

  /** Nor in a feed, nor found by the search. */
  async #expectNothingHiddenElsewhere(notes: Known[]): Promise<void> {
    const hidden = notes.flatMap(({ model }) => model.texts).filter(({ token }) => !this.#shown.has(token))
    for (const feed of ['/feed.xml', `${this.#page}feed.xml`]) {
      const text = await (await this.#site.get(feed)).text()
      for (const { token } of hidden) expect(text).not.toContain(token)
    }
    for (const { token } of hidden) {
      expect(await (await this.#site.get(`/recherche/?q=${token}`)).text()).toContain('Rien ne contient tous ces mots.')
    }
  }

  async #expectAsModelled({ sent, model }: Known): Promise<void> {
    const { status } = await this.#moderator.note(sent.id)
    expect({ id: sent.id, status }).toEqual({ id: sent.id, status: model.status })
    const visible = visibleText(model)
    const stored = await this.#site.env.PAGES.get<{ gone: boolean; note?: { body: string; author: string } }>(
      `note/${sent.id}`,
      'json',
    )
    expect(stored?.note?.body).toBe(visible?.token)
  }

  async #expectPublicList(notes: Known[]): Promise<void> {
    const response = await this.#site.get(`/api/notes?page=${this.#page}&limit=100`)
    const { items } = (await response.json()) as { items: { id: string; body: string }[] }
    const shown = notes.flatMap(({ sent, model }) => {
      const text = visibleText(model)
      return text ? [{ id: sent.id, body: text.token }] : []
    })
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
    expect(items.map(({ id, body }) => ({ id, body })).sort(byId)).toEqual(shown.sort(byId))
  }

  async #expectErasedNowhere(notes: Known[]): Promise<void> {
    const models = notes.map(({ model }) => model)
    const texts = models.filter(({ status }) => status === 'withdrawn').flatMap((model) => model.texts)
    const names = models.flatMap((model) => model.texts).filter(({ author }) => author === null)
    const all = (await everythingInKv(this.#site.env)) + (await everythingInD1(this.#site.env))
    for (const { token } of texts) expect(all).not.toContain(token)
    for (const { token } of names) expect(all).not.toContain(nameOf(token))
  }
}

/** The name under which a text was sent. */
export function nameOf(token: string): string {
  return token.replace('jeton', 'nom')
}

/** Every value that publishing owns, as one text. */
async function everythingInKv({ PAGES }: TestEnv): Promise<string> {
  const { keys } = await PAGES.list()
  const names = keys
    .map(({ name }) => name)
    .filter((name) => !/^(?:page|file|sessions)\//.test(name) && name !== 'index')
  const texts: string[] = []
  for (let from = 0; from < names.length; from += 100) {
    const values = await PAGES.get(names.slice(from, from + 100), 'text')
    texts.push(...[...values.values()].map(String))
  }
  return texts.join('\n')
}

async function everythingInD1({ DB }: TestEnv): Promise<string> {
  const tables = ['notes', 'revisions', 'decisions', 'reports', 'receipts', 'outbox']
  const rows = await Promise.all(tables.map((table) => DB.prepare(`SELECT * FROM ${table}`).all()))
  return JSON.stringify(rows.map(({ results }) => results))
}
