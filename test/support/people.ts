import { addModerator } from '../../worker/moderation/moderators'
import type { RunningSite } from './harness'

/** What people and programs do with a running site, as short sentences for tests. */

export type SentNote = { id: string; reference: string; status: string; receipt: string }

export type AdminNote = {
  id: string
  kind: string
  status: string
  version: number
  author: string | null
  body: string | null
  html: string | null
  flags: string[]
  reference: string
  revisions: { number: number; body: string | null; author: string | null; moderator: string | null }[]
  decisions: { action: string; moderator: string; reason: string | null; from: string; to: string }[]
}

const licence = 'CC-BY-SA-4.0'

/** Sends a note by the API. */
export async function sendNote(
  site: RunningSite,
  note: { page?: string; body?: string; author?: string } = {},
  headers: Record<string, string> = {},
): Promise<SentNote> {
  const response = await postJson(
    site,
    '/api/notes',
    { page: '/seance/', body: 'Une note.', licence, ...note },
    headers,
  )
  if (response.status !== 201) throw new Error(`The note was not taken: ${response.status} ${await response.text()}`)
  return (await response.json()) as SentNote
}

export function postJson(
  site: RunningSite,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
  method = 'POST',
): Promise<Response> {
  return site.get(path, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

/** A form as a browser without JavaScript sends it. */
export function postForm(
  site: RunningSite,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return site.get(path, { method: 'POST', headers, body: new URLSearchParams(fields) })
}

/** Somebody with a key. */
export class TestModerator {
  private constructor(
    private readonly site: RunningSite,
    readonly name: string,
    readonly key: string,
  ) {}

  static async join(site: RunningSite, name = 'Naïg', { organiser = false } = {}): Promise<TestModerator> {
    const added = await addModerator(site.env.DB, { name, organiser }, new Date())
    if (!added) throw new Error(`${name} has a key already.`)
    return new TestModerator(site, name, added.key)
  }

  get headers(): Record<string, string> {
    return { Authorization: `Bearer ${this.key}` }
  }

  get(path: string): Promise<Response> {
    return this.site.get(path, { headers: this.headers })
  }

  async note(id: string): Promise<AdminNote> {
    return (await (await this.get(`/api/admin/notes/${id}`)).json()) as AdminNote
  }

  /** All of them as they were sent: version 1. */
  decideAll(action: string, ids: string[]): Promise<Response> {
    const items = ids.map((id) => ({ id, version: 1 }))
    return postJson(this.site, '/api/admin/decisions', { action, items }, this.headers)
  }

  /** On the note's present version, unless told otherwise. @param headers For the instrumented Worker. */
  async decide(
    id: string,
    action: string,
    more: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const version = 'version' in more ? more.version : (await this.note(id)).version
    const body = { action, version, ...more }
    return postJson(this.site, `/api/admin/notes/${id}/decisions`, body, { ...this.headers, ...headers })
  }
}

/** A moderator's browser: a session's cookie, and forms that our own pages send. */
export class TestDesk {
  private constructor(
    private readonly site: RunningSite,
    readonly cookie: string,
  ) {}

  static async open(site: RunningSite, { key }: { key: string }): Promise<TestDesk> {
    const response = await postForm(site, '/moderation/connexion/', { key }, TestDesk.#ours)
    return new TestDesk(site, response.headers.get('Set-Cookie')?.split(';')[0] ?? '')
  }

  get(path: string): Promise<Response> {
    return this.site.get(path, { headers: { Cookie: this.cookie } })
  }

  async read(path: string): Promise<string> {
    return (await this.get(path)).text()
  }

  /** A field may stand several times when it comes as a list of pairs. */
  post(
    path: string,
    fields: Record<string, string> | [string, string][],
    more: Record<string, string> = {},
  ): Promise<Response> {
    const headers = { ...TestDesk.#ours, Cookie: this.cookie, ...more }
    return this.site.get(path, { method: 'POST', headers, body: new URLSearchParams(fields) })
  }

  static readonly #ours = { 'Sec-Fetch-Site': 'same-origin' }
}

/** `/page-1/` and so on, each of which takes notes: KV takes one write a second for each page. */
export function numberedPages(count: number): Record<string, string> {
  const pages = Array.from({ length: count }, (_, n) => [
    `content/page-${n + 1}.md`,
    `---\ntitle: Page ${n + 1}\nnotes: open\n---\n`,
  ])
  return Object.fromEntries(pages)
}

/** Waits until visitors see everything that was decided, as the cron would bring it about. */
export async function catchUp(site: RunningSite): Promise<void> {
  const behind = site.env.DB.prepare(
    `SELECT 1 FROM outbox WHERE published < wanted AND key NOT GLOB 'document/*' LIMIT 1`,
  )
  while ((await behind.first()) !== null) {
    await site.runCron()
  }
}

/** KV takes one write of a key a second, which is over now: what is decided next is written at once. */
export async function secondIsOver({ env }: RunningSite): Promise<void> {
  await env.DB.prepare(`UPDATE outbox SET written_at = ''`).run()
}

/** A page that takes notes, and one that no longer does. */
export const pagesWithNotes: Record<string, string> = {
  'content/seance.md': '---\ntitle: Une séance\nnotes: open\n---\n\nTexte de la séance.\n',
  'content/autre.md': '---\ntitle: Une autre séance\nnotes: open\n---\n',
  'content/close.md': '---\ntitle: Une séance close\nnotes: closed\n---\n',
}
