import type { Context } from 'hono'
import type { AppContext } from '../env'
import { publishedSessions } from '../last-published'
import { logFault } from '../log'
import { publishedIndex } from '../published-index'
import {
  faultText,
  noteScripts,
  replyFaults,
  replyKept,
  replyPage,
  replyRefusal,
  replyTooMany,
  replyUnreadable,
} from '../reply'
import { readForm, readJson } from '../request-body'
import { Room } from '../room'
import { renderNote } from '../site/note-markdown'
import { languageAt, type PageIndex, type PublishedSession } from '../site/page-index'
import { stringsFor } from '../site/strings'
import { isForeign } from '../where-from'
import { CheckPage } from './check-view'
import type { FieldMessage } from './fields'
import { isFlood } from './flood'
import { NoteForm, PRIVACY_PAGE } from './form-view'
import { KeptNote } from './kept-view'
import { RecentPrints } from './near-copy'
import { choiceOfPages } from './page-choice'
import { idempotencyKeyPattern, keyOfForm, type SendResult, type Sent, send, sentBefore } from './send'
import { deviceHash, readStamp, type Signals, senderOf, stamp } from './signals'
import {
  type Fault,
  pageFaults,
  pageOf,
  parseRevision,
  parseSubmission,
  pick,
  type RawInput,
  type Submission,
} from './submission'
import { randomToken } from './tokens'
import type { Typed } from './typed'

/** How a note comes in: the form, its check page, and the API. */
export const notes = new Room()

const prints = new RecentPrints()

notes.get('/contribuer/', async (c) => {
  const index = await publishedIndex(c)
  const asked = c.req.query('page')
  const page = pageOf(asked, index)
  const [fault] = asked ? pageFaults(asked, index) : []
  return showForm(c, index, await blank(c, page?.address ?? ''), [], fault)
})

notes.post('/contribuer/', async (c) => {
  const form = await readForm(c)
  if (!form.ok) return replyUnreadable(c, form.status)
  const typed = await typedIn(c, form.value)
  try {
    return await answerForm(c, form.value, typed)
  } catch (error) {
    logFault('the form could not be answered; its text went back to the person', error, { request: c.get('requestId') })
    return replyKept(c, (t) => <KeptNote t={t} typed={typed} />)
  }
})

async function answerForm(c: Context<AppContext>, raw: RawInput, asTyped: Typed): Promise<Response> {
  const index = await publishedIndex(c)
  const typed = { ...asTyped, page: pageOf(asTyped.page, index)?.address ?? asTyped.page }
  const { intent } = raw
  if (intent === 'edit') return showForm(c, index, typed, [])
  // A box that is ticked says `on`; the licence that stood beside it is the site's.
  const licence = raw.licence === 'on' ? index.site.licence.id : raw.licence
  const parsed = parseSubmission(pick({ ...raw, licence }, ['page', 'body', 'author', 'licence']), index)
  if (!parsed.ok) {
    const earlier = intent === 'send' ? await answerMissed(c, raw, parsed.faults, typed.key) : null
    return earlier ? c.redirect(`/suivi/${earlier.receipt}/`, 303) : showForm(c, index, typed, parsed.faults)
  }
  if (await isFlood(c.env, c.req.raw.headers, new Date())) {
    return showCheck(c, index, typed, parsed.value, { status: 429, retryAfter: '60' })
  }
  if (intent !== 'send') return showCheck(c, index, typed, parsed.value, { status: 200 })

  let result: SendResult
  try {
    const signals = await signalsOf(c, typed.trap, await readStamp(c.env.SECRET, String(raw.stamp ?? '')))
    result = await send(c.env, prints, parsed.value, typed.key, signals, new Date())
  } catch (error) {
    logFault('a note could not be stored; its text went back to the person', error, { request: c.get('requestId') })
    return showCheck(c, index, typed, parsed.value, { status: 503, retryAfter: '10' })
  }
  const receipt = `/suivi/${result.sent.receipt}/`
  if (result.outcome === 'sent') return c.redirect(receipt, 303)
  return showCheck(c, index, { ...typed, key: randomToken() }, parsed.value, { status: 409, earlier: receipt })
}

notes.post('/api/notes', async (c) => {
  const key = c.req.header('Idempotency-Key') ?? null
  if (key !== null && !idempotencyKeyPattern.test(key)) {
    return replyRefusal(c, 400, ({ requests: t }) => ({ code: 'key_malformed', title: t.badKeyTitle, text: t.badKey }))
  }
  const json = await readJson(c)
  if (!json.ok) return replyUnreadable(c, json.status)
  const index = await publishedIndex(c)
  const parsed = parseSubmission(json.value, index)
  if (!parsed.ok) {
    const earlier = await answerMissed(c, json.value, parsed.faults, key)
    return earlier ? replySent(c, earlier) : replyFaults(c, parsed.faults)
  }
  const signals = await signalsOf(c, '', null)
  if (await isFlood(c.env, c.req.raw.headers, new Date())) {
    return replyTooMany(c)
  }
  const result = await send(c.env, prints, parsed.value, key, signals, new Date())
  if (result.outcome === 'key_reused') {
    return replyRefusal(c, 422, ({ requests: t }) => ({ code: 'key_reused', title: t.faulty, text: t.reusedKey }))
  }
  return replySent(c, result.sent)
})

function replySent(c: Context<AppContext>, { id, reference, receipt }: Sent): Response {
  c.header('Location', `/suivi/${receipt}/`)
  return c.json({ id, reference, status: 'pending', receipt }, 201)
}

/** What is sent again when its page takes no more notes is answered as it was the first time, and no fault. */
async function answerMissed(
  c: Context<AppContext>,
  raw: RawInput,
  faults: Fault[],
  key: string | null,
): Promise<Sent | null> {
  if (key === null || faults.some(({ field }) => field !== 'page')) return null
  const writing = parseRevision(pick(raw, ['body', 'author']))
  return writing.ok ? sentBefore(c.env, writing.value, key) : null
}

/** The back button must find what was typed, so not `no-store`. */
const FORM_CACHE_CONTROL = 'private, no-cache'

/** @param unavailable Why the page that was asked for cannot be written to, when nobody has typed anything yet. */
async function showForm(
  c: Context<AppContext>,
  index: PageIndex,
  typed: Typed,
  faults: Fault[],
  unavailable?: Fault,
): Promise<Response> {
  const { site } = index
  const t = stringsFor(site.lang)
  const messages: FieldMessage[] = faults.map((fault) => ({ field: fault.field, message: faultText(t, fault) }))
  const title = `${faults.length > 0 ? t.form.errorPrefix : ''}${t.form.title}`
  c.header('Cache-Control', FORM_CACHE_CONTROL)
  const isOpen = pageFaults(typed.page, index).length === 0
  const children = (
    <NoteForm
      site={site}
      t={t}
      typed={typed}
      pageTitle={isOpen ? index.pages[typed.page]?.title : undefined}
      pageLang={languageAt(index, typed.page)}
      choice={isOpen ? [] : choiceOfPages(index, await sessionsOf(c, index))}
      faults={messages}
      pageNotice={unavailable && faultText(t, unavailable)}
      privacy={index.pages[PRIVACY_PAGE]}
    />
  )
  return replyPage(c, { site, title, scripts: noteScripts(t), children }, faults.length > 0 ? 422 : 200)
}

type CheckReply =
  | { status: 200 }
  /** Address of the receipt of the note that came before. */
  | { status: 409; earlier: string }
  | { status: 429 | 503; retryAfter: string }

async function showCheck(
  c: Context<AppContext>,
  index: PageIndex,
  typed: Typed,
  submission: Submission,
  reply: CheckReply,
): Promise<Response> {
  const { site } = index
  const t = stringsFor(site.lang)
  const words = {
    200: {},
    409: { heading: t.check.reusedTitle, notice: t.check.reused, send: t.check.sendAsNew },
    429: { heading: t.kept.title, notice: t.check.flood, send: t.check.retry, showSource: true },
    503: { heading: t.kept.title, notice: t.check.fault, send: t.check.retry, showSource: true },
  }[reply.status]
  const earlier = 'earlier' in reply ? reply.earlier : undefined
  if ('retryAfter' in reply) c.header('Retry-After', reply.retryAfter)
  c.header('Cache-Control', FORM_CACHE_CONTROL)
  const { address, body, author } = submission
  const page = index.pages[address]
  const pageLang = languageAt(index, address)
  const html = renderNote(body, pageLang)
  const pageTitle = page?.title ?? ''
  const children = <CheckPage {...{ site, t, typed, author, pageTitle, pageLang, html, earlier }} {...words} />
  const title = 'heading' in words ? words.heading : t.check.title
  return replyPage(c, { site, title, scripts: noteScripts(t), children }, reply.status)
}

async function blank(c: Context<AppContext>, page: string): Promise<Typed> {
  return {
    page,
    body: '',
    author: '',
    licence: false,
    trap: '',
    key: randomToken(),
    stamp: await stamp(c.env.SECRET, Date.now()),
  }
}

/** What came back from a form of ours, or from a client that knows nothing of its hidden fields: its key is then a new one. */
async function typedIn(c: Context<AppContext>, form: Record<string, unknown>): Promise<Typed> {
  const text = (name: string) => (typeof form[name] === 'string' ? form[name] : '')
  return {
    page: text('page'),
    body: text('body'),
    author: text('author'),
    licence: text('licence') === 'on',
    trap: text('site_web'),
    key: keyOfForm(form.key, isForeign(c)),
    stamp: text('stamp') || (await stamp(c.env.SECRET, Date.now())),
  }
}

async function signalsOf(c: Context<AppContext>, trap: string, renderedAt: number | null): Promise<Signals> {
  const { address, browser } = senderOf(c.req.raw.headers)
  const device = await deviceHash(c.env.SECRET, address, browser, new Date())
  return { trapFilled: trap !== '', renderedAt, device }
}

/** Days and hours help to choose; without them the list is by title. */
async function sessionsOf(c: Context<AppContext>, index: PageIndex): Promise<PublishedSession[]> {
  return publishedSessions(c.env.PAGES, index).catch((error: unknown) => {
    logFault('sessions unreadable: the pages are offered by title', error)
    return []
  })
}
