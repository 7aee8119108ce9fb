import type { Context } from 'hono'
import type { AppContext } from '../env'
import { logFault } from '../log'
import type { FieldMessage } from '../notes/fields'
import { isFlood } from '../notes/flood'
import { KeptCorrection } from '../notes/kept-view'
import { nextState } from '../notes/note'
import { bearsName, isBeingRead, lastWriting, type Note } from '../notes/store'
import { type Fault, parseRevision, pick, type RawInput, type Writing } from '../notes/submission'
import { askForIndex, publishedIndex } from '../published-index'
import {
  faultText,
  noteScripts,
  replyFaults,
  replyKept,
  replyPage,
  replyRefusal,
  replyTooMany,
  replyUnknownChoice,
  replyUnreadable,
} from '../reply'
import { readForm, readJson } from '../request-body'
import { Room } from '../room'
import { momentText } from '../site/dates'
import { renderNote } from '../site/note-markdown'
import { addressOfPage, languageOf } from '../site/page-index'
import type { SiteSettings } from '../site/settings'
import { stringsFor } from '../site/strings'
import { storesOf } from '../stores'
import { type ActResult, actAsAuthor, type Correction, findReceipt } from './author-acts'
import { ConfirmWithdrawal, isRevisionRefused, ReceiptPage, standingReason } from './view'

/** What an author does later, with the private receipt alone. */
export const receipts = new Room()

receipts.use('/suivi/*', keepToYourself)
receipts.use('/api/receipts/*', keepToYourself)

receipts.get('/suivi/:receipt/', async (c) => {
  const note = await noteOf(c, c.req.param('receipt'))
  return note ? showReceipt(c, note, { asked: c.req.query('fait') }) : replyUnknown(c)
})

receipts.post('/suivi/:receipt/', async (c) => {
  const receipt = c.req.param('receipt')
  const form = await readForm(c)
  if (!form.ok) return replyUnreadable(c, form.status)
  try {
    return await answerForm(c, receipt, form.value)
  } catch (error) {
    if (form.value.intent !== 'revise') throw error
    logFault('a correction could not be stored; its text went back to the person', error, {
      request: c.get('requestId'),
    })
    return replyKeptCorrection(c, form.value)
  }
})

async function answerForm(c: Context<AppContext>, receipt: string, form: RawInput): Promise<Response> {
  const note = await noteOf(c, receipt)
  if (!note) return replyUnknown(c)
  const { intent, confirm } = form
  if (intent === 'withdraw' && confirm !== 'oui' && note.status !== 'withdrawn') return askToConfirm(c, note)
  if (intent === 'revise') {
    if (await isFlood(c.env, c.req.raw.headers, new Date())) {
      return showReceipt(c, note, { typed: form, tooMany: true })
    }
    const parsed = parseRevision(pick(form, ['body', 'author']))
    if (!parsed.ok) return showReceipt(c, note, { typed: form, faults: parsed.faults })
    const writing = correctionOf(parsed.value, form)
    const result = await actAsAuthor(storesOf(c), receipt, { action: 'revise', writing }, new Date())
    return replyAct(c, receipt, result, form, '?fait=correction')
  }
  if (intent === 'withdraw' || intent === 'anonymise') {
    const result = await actAsAuthor(storesOf(c), receipt, { action: intent }, new Date())
    return replyAct(c, receipt, result, {}, intent === 'anonymise' ? '?fait=nom' : '')
  }
  return replyUnknownChoice(c)
}

receipts.get('/api/receipts/:receipt', async (c) => {
  const note = await noteOf(c, c.req.param('receipt'))
  return note ? c.json(await noteForAuthor(c, note)) : replyUnknown(c)
})

receipts.put('/api/receipts/:receipt', async (c) => {
  const json = await readJson(c)
  if (!json.ok) return replyUnreadable(c, json.status)
  const parsed = parseRevision(json.value)
  if (!parsed.ok) return replyFaults(c, parsed.faults)
  if (await isFlood(c.env, c.req.raw.headers, new Date())) return replyTooMany(c)
  const writing = correctionOf(parsed.value, json.value)
  const result = await actAsAuthor(storesOf(c), c.req.param('receipt'), { action: 'revise', writing }, new Date())
  if (result.outcome === 'done') return c.json(await noteForAuthor(c, result.note))
  return replyUndone(c, result.outcome)
})

receipts.delete('/api/receipts/:receipt', async (c) => {
  const result = await actAsAuthor(storesOf(c), c.req.param('receipt'), { action: 'withdraw' }, new Date())
  if (result.outcome === 'done') return c.body(null, 204)
  return replyUndone(c, result.outcome)
})

function noteOf(c: Context<AppContext>, receipt: string): Promise<Note | null> {
  askForIndex(c)
  return findReceipt(c.env, receipt)
}

/** Who sends a text alone corrects the text alone: a name is taken off by an empty one. */
function correctionOf({ body, author }: Writing, raw: RawInput): Correction {
  return { body, author: raw.author === undefined ? undefined : author }
}

/** The address is a secret: it goes to no cache, no search engine and, as a referrer, to no other site. */
async function keepToYourself(c: Context<AppContext>, next: () => Promise<void>): Promise<void> {
  await next()
  c.header('Cache-Control', 'no-store')
  c.header('Referrer-Policy', 'no-referrer')
  c.header('X-Robots-Tag', 'noindex')
}

async function replyAct(
  c: Context<AppContext>,
  receipt: string,
  result: ActResult,
  typed: RawInput,
  told: '' | '?fait=correction' | '?fait=nom',
): Promise<Response> {
  if (result.outcome === 'done') return c.redirect(`/suivi/${receipt}/${told}`, 303)
  if (result.outcome === 'busy' && typedIn(typed).body !== undefined) return replyKeptCorrection(c, typed)
  const note = result.outcome === 'refused' ? await noteOf(c, receipt) : null
  return note ? showReceipt(c, note, { typed, impossible: true }) : replyUndone(c, result.outcome)
}

/** What was typed, in a form that tries again. */
function replyKeptCorrection(c: Context<AppContext>, form: RawInput): Promise<Response> {
  const { body = '', author = '' } = typedIn(form)
  return replyKept(c, (t) => <KeptCorrection t={t} body={body} author={author} />)
}

type Shown = {
  typed?: Record<string, unknown>
  faults?: Fault[]
  impossible?: boolean
  tooMany?: boolean
  /** What the address says was just done. */
  asked?: string | undefined
}

async function showReceipt(c: Context<AppContext>, note: Note, shown: Shown = {}): Promise<Response> {
  const mayBeSigned = nextState(note, 'anonymise') !== null
  const [index, isSigned, isRead] = await Promise.all([
    publishedIndex(c),
    mayBeSigned && bearsName(c.env.DB, note.id),
    note.status === 'pending' && isBeingRead(c.env.DB, note.id, new Date()),
  ])
  const t = stringsFor(index.site.lang)
  const address = addressOfPage(index, note.page)
  const page = address ? { address, title: index.pages[address]?.title ?? '' } : null
  const unsent = nextState(note, 'revise') === null ? (typedIn(shown.typed ?? {}).body ?? null) : null
  const faults: FieldMessage[] = [
    ...(shown.impossible ? [{ field: unsent === null ? 'contenu' : 'perdu', message: t.receipt.impossible }] : []),
    ...(shown.tooMany ? [{ field: 'contenu', message: t.check.flood }] : []),
    ...(shown.faults ?? []).map((fault) => ({ field: fault.field, message: faultText(t, fault) })),
  ]
  const title = `${faults.length > 0 ? t.form.errorPrefix : ''}${t.receipt.title(note.reference)}`
  const html = note.body === null ? null : renderNote(note.body, languageOf(index, note.page))
  // A correction that was turned down is gone on with, not the text that it was about.
  const writing = isRevisionRefused(note) ? ((await lastWriting(c.env.DB, note.id)) ?? note) : note
  const typed = { body: writing.body ?? '', author: writing.author ?? '', ...typedIn(shown.typed ?? {}) }
  const sentAt = momentText(note.createdAt, index.site.timezone, index.site.lang)
  const link = `${index.site.url}/suivi/${c.req.param('receipt')}/`
  const kept = keptFor(note, index.site)
  const done = doneOf(shown.asked, note, isSigned)
  const children = (
    <ReceiptPage
      {...{ t, note, isSigned, html, page, typed, faults, unsent, sentAt, link, done, isRead }}
      keptFor={kept}
    />
  )
  if (shown.tooMany) c.header('Retry-After', '60')
  const status = shown.impossible ? 409 : shown.tooMany ? 429 : shown.faults ? 422 : 200
  return replyPage(c, { site: index.site, title, scripts: noteScripts(t, ['/correction.js']), children }, status)
}

/** An address may be kept, or made up: only what is still so is told as done. */
function doneOf(asked: string | undefined, note: Note, isSigned: boolean): 'revise' | 'anonymise' | null {
  if (asked === 'correction' && note.waitingRevision !== null && note.latestRevision > 1) return 'revise'
  if (asked === 'nom' && note.status !== 'withdrawn' && !isSigned) return 'anonymise'
  return null
}

/** The fields of a correction that a form brought. */
function typedIn(form: RawInput): { body?: string; author?: string } {
  return {
    ...(typeof form.body === 'string' && { body: form.body }),
    ...(typeof form.author === 'string' && { author: form.author }),
  }
}

function keptFor(note: Note, { retention }: SiteSettings): number | null {
  if (note.body !== null) return null
  return note.status === 'rejected' || note.status === 'spam' ? retention[note.status] : null
}

async function askToConfirm(c: Context<AppContext>, note: Note): Promise<Response> {
  const { site } = await publishedIndex(c)
  const t = stringsFor(site.lang)
  return replyPage(c, { site, title: t.receipt.confirmTitle, children: <ConfirmWithdrawal t={t} note={note} /> })
}

/** The author's side of a note, as JSON. */
async function noteForAuthor(c: Context<AppContext>, note: Note) {
  const index = await publishedIndex(c)
  return {
    id: note.id,
    reference: note.reference,
    page: addressOfPage(index, note.page) ?? note.page,
    status: note.status,
    reason: standingReason(note),
    body: note.body,
    author: note.author,
    html: note.body === null ? null : renderNote(note.body, languageOf(index, note.page)),
    version: note.version,
  }
}

function replyUnknown(c: Context<AppContext>): Promise<Response> {
  return replyRefusal(c, 404, ({ receipt: t }) => ({ title: t.unknownTitle, text: t.unknown }))
}

/** Why an act was not done. */
function replyUndone(c: Context<AppContext>, outcome: Exclude<ActResult['outcome'], 'done'>): Promise<Response> {
  switch (outcome) {
    case 'unknown':
      return replyUnknown(c)
    case 'refused':
      return replyRefusal(c, 409, ({ requests, receipt }) => ({ title: requests.conflict, text: receipt.impossible }))
    case 'busy':
      c.header('Retry-After', '10')
      return replyRefusal(c, 503, ({ requests, receipt }) => ({ title: requests.staleTitle, text: receipt.busy }))
  }
}
