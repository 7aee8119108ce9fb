import { type Context, Hono } from 'hono'
import type { AppContext } from '../env'
import { replyNotFound } from '../errors'
import { publishedIndex } from '../published-index'
import { faultText, replyPage, replyRefusal, replyUnreadable } from '../reply'
import { readForm } from '../request-body'
import { renderNote } from '../site/note-markdown'
import { addressOfPage } from '../site/page-index'
import { stringsFor } from '../site/strings'
import { isFlood } from './flood'
import { NoteArticle } from './note-article'
import { ReportedPage, ReportForm } from './report-view'
import { publishedText, reportNote, wasReported } from './reports'
import { idempotencyKeyPattern } from './send'
import { findNote, type Note } from './store'
import { type Fault, parseReport } from './submission'
import { randomToken } from './tokens'

/** How a reader tells the moderators that something is wrong with a published note. */
export const reports = new Hono<AppContext>()

reports.get('/notes/:id/signaler/', async (c) => {
  const note = await findNote(c.env.DB, c.req.param('id'))
  const { fait = '' } = c.req.query()
  if (note && fait && (await wasReported(c.env.DB, note.id, fait))) return showReported(c, note, fait)
  if (note?.status !== 'published') return replyNotThere(c, note)
  return showForm(c, note, { reason: '', key: randomToken(), faults: [] })
})

reports.post('/notes/:id/signaler/', async (c) => {
  const form = await readForm(c)
  if (!form.ok) return replyUnreadable(c, form.status)
  const note = await findNote(c.env.DB, c.req.param('id'))
  if (note?.status !== 'published') return replyNotThere(c, note)
  const { reason, key } = form.value
  const typed = {
    reason: typeof reason === 'string' ? reason : '',
    key: typeof key === 'string' && idempotencyKeyPattern.test(key) ? key : null,
  }
  const parsed = parseReport(reason)
  if (!parsed.ok) return showForm(c, note, { ...typed, faults: parsed.faults })
  const now = new Date()
  if (await isFlood(c.env, c.req.header('CF-Connecting-IP') ?? '', now)) return showForm(c, note, typed, 429)
  const reference = await reportNote(c.env.DB, { noteId: note.id, reason: parsed.value, key: typed.key }, now)
  return reference === null
    ? replyNotThere(c, { ...note, status: 'rejected' })
    : c.redirect(`/notes/${note.id}/signaler/?fait=${reference}`, 303)
})

type TypedReport = { reason: string; key: string | null; faults?: Fault[] }

async function showForm(
  c: Context<AppContext>,
  note: Note,
  { reason, key, faults = [] }: TypedReport,
  flood?: 429,
): Promise<Response> {
  const [{ site }, shown] = await Promise.all([publishedIndex(c), publishedText(c.env.DB, note.id)])
  if (!shown) return replyNotThere(c, note)
  const t = stringsFor(site.lang)
  const messages = [
    ...faults.map((fault) => ({ field: fault.field, message: faultText(t, fault) })),
    ...(flood ? [{ field: 'reason', message: t.check.flood }] : []),
  ]
  if (flood) c.header('Retry-After', '60')
  const title = `${messages.length > 0 ? t.form.errorPrefix : ''}${t.report.title}`
  const article = <NoteArticle author={shown.author} html={renderNote(shown.body).html} t={t} />
  const children = (
    <ReportForm t={t} id={note.id} reason={reason} keyOfForm={key ?? randomToken()} faults={messages}>
      {article}
    </ReportForm>
  )
  return replyPage(c, { site, title, children }, flood ?? (messages.length > 0 ? 422 : 200))
}

async function showReported(c: Context<AppContext>, note: Note, reference: string): Promise<Response> {
  const index = await publishedIndex(c)
  const t = stringsFor(index.site.lang)
  const address = addressOfPage(index, note.page) ?? '/'
  const children = <ReportedPage t={t} reference={reference} address={address} />
  return replyPage(c, { site: index.site, title: t.report.doneTitle, children })
}

/** As the note's own address answers: 410 when it was published once, 404 when it never was. */
function replyNotThere(c: Context<AppContext>, note: Note | null): Promise<Response> {
  if (note === null || note.number === null) return replyNotFound(c)
  return replyRefusal(c, 410, ({ permalink: t }) => ({ title: t.goneTitle, text: t.gone }))
}
