/*
 * The scripts in public/ are sent as they stand, so what needs a long word is said here and in ARCHITECTURE.md.
 *
 * drafts.js: what this device keeps of notes (drafts, and those that the network did not take), and its list on the page.
 * form.js, after it: the form, its check page and a receipt's correction; drafts while one types, a preview and the next
 *   page in place. The server writes every page, this only fetches them.
 * offline.js, after drafts.js: /hors-connexion/ switches service-worker.js on and off, and stores the pages it answers with.
 */

/** A note on this device. It is kept under its idempotency key, so that sending it again is harmless. */
interface Kept {
  key: string
  stamp: string
  /** Address of the session, and its title. */
  page: string
  title: string
  body: string
  author: string
  /** `on` when it was agreed to. */
  licence: string
  /** When it was last written, ms since 1970. */
  at: number
  /** `waiting`: to be sent when the network is back; `refused`: a person must look at it. */
  state: 'draft' | 'waiting' | 'refused' | 'sent'
  /** Once sent: its reference and the receipt's address, and no text any more. */
  reference?: string | undefined
  receipt?: string
}

/** What the site answered. */
interface Answer {
  status: number
  page: Document
  /** Only when the note has arrived: both come from the receipt's own page. */
  receipt?: string
  reference?: string
}

/** Makes an element. */
type Make = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Record<string, unknown>,
  ...children: (Node | string)[]
) => HTMLElementTagNameMap[Tag]
