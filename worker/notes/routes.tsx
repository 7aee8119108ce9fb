import { type Context, Hono } from 'hono'
import type { AppContext } from '../env'
import { logFault } from '../log'
import { publishedIndex } from '../published-index'
import { faultText, replyFaults, replyPage, replyRefusal, replyUnreadable } from '../reply'
import { readForm, readJson } from '../request-body'
import { renderNote } from '../site/note-markdown'
import { openPages, type PageIndex } from '../site/page-index'
import { stringsFor } from '../site/strings'
import { CheckPage } from './check-view'
import type { FieldMessage } from './fields'
import { NoteForm } from './form-view'
import { idempotencyKeyPattern, type SendResult, send } from './send'
import { deviceHash, readStamp, type Signals, stamp } from './signals'
import { type Fault, pageOf, parseSubmission, type Submission, unknownFields } from './submission'
import { randomToken } from './tokens'
import type { Typed } from './typed'

/** How a note comes in: the form, its check page, and the API. */
export const notes = new Hono<AppContext>()

notes.get('/contribuer/', async (c) => {
  const index = await publishedIndex(c)
  const page = pageOf(c.req.query('page'), index)?.address ?? ''
  return showForm(c, index, await blank(c, page), [])
})

notes.post('/contribuer/', async (c) => {
  const form = await readForm(c)
  if (!form.ok) return replyUnreadable(c, form.status)
  const index = await publishedIndex(c)
  const typed = await typedIn(c, form.value)
  const { intent } = form.value
  if (intent === 'edit') return showForm(c, index, typed, [])
  const parsed = parseSubmission(form.value, index)
  if (!parsed.ok) return showForm(c, index, typed, parsed.faults)
  const signals = await signalsOf(c, typed.trap, await readStamp(c.env.SECRET, String(form.value.stamp ?? '')))
  if (await isFlood(c)) return showCheck(c, index, typed, parsed.value, { status: 429, retryAfter: '60' })
  if (intent !== 'send') return showCheck(c, index, typed, parsed.value, { status: 200 })

  let result: SendResult
  try {
    // A client that brought no key gets one note a request, as the API's do.
    const key = typeof form.value.key === 'string' && idempotencyKeyPattern.test(form.value.key) ? form.value.key : null
    result = await send(c.env, parsed.value, key, signals, new Date())
  } catch (error) {
    logFault('a note could not be stored; its text went back to the person', error)
    return showCheck(c, index, typed, parsed.value, { status: 503, retryAfter: '10' })
  }
  if (result.outcome === 'sent') return c.redirect(`/suivi/${result.sent.receipt}/`, 303)
  return showCheck(c, index, { ...typed, key: randomToken() }, parsed.value, { status: 409 })
})

notes.post('/api/notes', async (c) => {
  const key = c.req.header('Idempotency-Key') ?? null
  if (key !== null && !idempotencyKeyPattern.test(key)) {
    return replyRefusal(c, 400, ({ requests: t }) => ({ title: t.badKeyTitle, text: t.badKey }))
  }
  const json = await readJson(c)
  if (!json.ok) return replyUnreadable(c, json.status)
  const index = await publishedIndex(c)
  const unknown = unknownFields(json.value, ['page', 'body', 'author', 'licence'])
  const parsed = parseSubmission(json.value, index)
  if (!parsed.ok || unknown.length > 0) return replyFaults(c, [...unknown, ...(parsed.ok ? [] : parsed.faults)])
  const signals = await signalsOf(c, '', null)
  if (await isFlood(c)) {
    c.header('Retry-After', '60')
    return replyRefusal(c, 429, ({ check: t }) => ({ title: t.retry, text: t.flood }))
  }
  const result = await send(c.env, parsed.value, key, signals, new Date())
  if (result.outcome === 'key_reused') {
    return replyRefusal(c, 422, ({ requests: t }) => ({ title: t.faulty, text: t.reusedKey }))
  }
  const { id, reference, receipt } = result.sent
  c.header('Location', `/suivi/${receipt}/`)
  return c.json({ id, reference, status: 'pending', receipt }, 201)
})

/** The back button must find what was typed, so not `no-store`. */
const FORM_CACHE_CONTROL = 'private, no-cache'

async function showForm(c: Context<AppContext>, index: PageIndex, typed: Typed, faults: Fault[]): Promise<Response> {
  const { site } = index
  const t = stringsFor(site.lang)
  const messages: FieldMessage[] = faults.map((fault) => ({ field: fault.field, message: faultText(t, fault) }))
  const title = `${faults.length > 0 ? t.form.errorPrefix : ''}${t.form.title}`
  c.header('Cache-Control', FORM_CACHE_CONTROL)
  const children = <NoteForm site={site} t={t} typed={typed} pages={openPages(index)} faults={messages} />
  return replyPage(c, { site, title, children }, faults.length > 0 ? 422 : 200)
}

type CheckReply = { status: 200 } | { status: 409 } | { status: 429 | 503; retryAfter: string }

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
    429: { notice: t.check.flood, send: t.check.retry },
    503: { notice: t.check.fault, send: t.check.retry },
  }[reply.status]
  if ('retryAfter' in reply) c.header('Retry-After', reply.retryAfter)
  c.header('Cache-Control', FORM_CACHE_CONTROL)
  const page = index.pages[submission.address]
  const { html } = renderNote(submission.body, page?.lang ?? site.lang)
  const pageTitle = page?.title ?? ''
  const children = <CheckPage site={site} t={t} typed={typed} pageTitle={pageTitle} html={html} {...words} />
  return replyPage(c, { site, title: t.check.title, children }, reply.status)
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

/** What came back from a form of ours, or from a client that knows nothing of its hidden fields. */
async function typedIn(c: Context<AppContext>, form: Record<string, unknown>): Promise<Typed> {
  const text = (name: string) => (typeof form[name] === 'string' ? form[name] : '')
  const key = text('key')
  return {
    page: text('page'),
    body: text('body'),
    author: text('author'),
    licence: text('licence') === 'on',
    trap: text('site_web'),
    key: idempotencyKeyPattern.test(key) ? key : randomToken(),
    stamp: text('stamp') || (await stamp(c.env.SECRET, Date.now())),
  }
}

async function signalsOf(c: Context<AppContext>, trap: string, renderedAt: number | null): Promise<Signals> {
  const address = c.req.header('CF-Connecting-IP') ?? ''
  const browser = c.req.header('User-Agent') ?? ''
  const device = await deviceHash(c.env.SECRET, address, browser, new Date())
  return { trapFilled: trap !== '', renderedAt, device }
}

/** The platform's limiter, which forgets by itself. It sees the address's keyed hash and never the address. */
async function isFlood(c: Context<AppContext>): Promise<boolean> {
  const address = c.req.header('CF-Connecting-IP') ?? ''
  const { success } = await c.env.FLOOD.limit({ key: await deviceHash(c.env.SECRET, address, '', new Date()) })
  return !success
}
