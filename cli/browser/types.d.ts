/*
 * The scripts in public/ are sent as they stand, so what needs a long word is said here and in ARCHITECTURE.md.
 *
 * writing.js: the form, its check page and a receipt's correction, and what this device keeps of them: drafts, notes that the
 * network did not take, links of those that left. One file, because a phone in a crowd asks for each one by itself.
 *   The server writes every page, this only fetches them, and a preview and the next page stand in place. `mains` holds what
 *   was shown at this address, for the back button; a page before stays as it is, text and all. A link to a field makes an
 *   entry of the history without state: it belongs to the page that is shown. A copy for offline use holds the same key
 *   every time, so a form without a text makes one of its own; a text whose key was used for another one goes on under the
 *   new key that stands in the answer. `fresh` is the page as it came, which stands again, without a network too, when a text
 *   is thrown away; a page that came by a POST holds that text itself, so its address is asked anew. `say` tells what happens
 *   to the note (0) or how long it is (1).
 *   `own` is the note of this page's form, which is not listed while it is typed or sent. The list is one element that goes
 *   from page to page; an item stays in it as long as it says the same (`listed`), and the focus with it. While a note is
 *   being sent, another tab or the person may have sent it, taken it up or changed it: what is kept is read again after the
 *   answer, and a text goes only when it is the one that arrived. A link is kept under a name of its own, so that no text
 *   takes its place. A correction is a draft whose key is its receipt's address. Where the browser refuses to store anything,
 *   `store` takes nothing, as on a device that is full.
 * correction.js, after it, on a receipt: a correction that was kept comes back, and goes with its name or its note.
 * offline.js, after writing.js: /hors-connexion/ switches service-worker.js on and off, and stores the pages it answers with.
 */

/** What a form holds. */
type Typed = {
  /** Idempotency key; of a correction, its receipt's address. */
  key: string
  stamp: string
  /** Address of the session; empty in a correction. */
  page: string
  body: string
  author: string
  /** `on` when it was agreed to. */
  licence: string
}

/** A note on this device. Its text is kept under its key, so that sending it again is harmless; once sent, its link is. */
interface Kept extends Typed {
  /** Of the session; of a correction, its note's reference. */
  title: string
  /** When it was last written, ms since 1970. */
  at: number
  /** `waiting`: to be sent when the network is back; `refused`: a person must look at it. */
  state: 'draft' | 'waiting' | 'refused' | 'sent'
  /** Once sent: its reference and the receipt's address, and no text any more. */
  reference?: string | undefined
  receipt?: string | undefined
}

/** Which of them. */
type Named = Pick<Kept, 'key' | 'receipt'>

/** What the site answered; `receipt` only when the text has arrived: then the page is the receipt's, at `url`. */
type Answer = { status: number; page: Document } & (
  | { receipt: string; reference: string; url: string }
  | { receipt?: never; reference?: never }
)

/**
 * Posts a form. A captive portal answers 200 to everything, so only our own receipt means that a note has arrived.
 * @returns Nothing: no answer of ours.
 */
type Post = (address: string, fields: Record<string, string>) => Promise<Answer | null | undefined>

/** `{name}` in a text becomes the value of that name. */
type Fill = (text: string, values: Record<string, unknown>) => string

type Button = (label: string, onclick: () => unknown) => HTMLButtonElement

/** Makes an element. */
type Make = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Record<string, unknown>,
  ...children: (Node | string)[]
) => HTMLElementTagNameMap[Tag]
