import type { Context } from 'hono'
import type { AppContext } from '../env'
import { replyNotFound } from '../errors'
import { logFault } from '../log'
import { publishedIndex } from '../published-index'
import { faultText, replyPage, replyRefusal, replyUnreadable } from '../reply'
import { readForm } from '../request-body'
import { Room } from '../room'
import { renderNote } from '../site/note-markdown'
import { addressOfPage, languageOf } from '../site/page-index'
import { stringsFor } from '../site/strings'
import { isForeign } from '../where-from'
import { isFlood } from './flood'
import { NoteArticle } from './note-article'
import { ReportedPage, ReportForm } from './report-view'
import { findReport, type PublishedText, publishedText, reportNote } from './reports'
import { keyOfForm } from './send'
import { findNote, type Note } from './store'
import { type Fault, parseReport } from './submission'
import { randomToken } from './tokens'

/** How a reader tells the moderators that something is wrong with a published note. */
export const reports = new Room()

reports.get('/notes/:id/signaler/', async (c) => {
  const id = c.req.param('id')
  const { fait } = c.req.query()
  const [note, shown, report] = await Promise.all([
    findNote(c.env.DB, id),
    publishedText(c.env.DB, id),
    fait ? findReport(c.env.DB, fait) : null,
  ])
  if (note && report?.noteId === id) return showReported(c, note, report.reference)
  return shown ? showForm(c, shown, { id, reason: '', key: randomToken() }) : replyNotThere(c, note)
})

reports.post('/notes/:id/signaler/', async (c) => {
  const form = await readForm(c)
  if (!form.ok) return replyUnreadable(c, form.status)
  const typed = typedReport(c, form.value)
  try {
    return await takeReport(c, typed)
  } catch (error) {
    logFault('a report could not be stored; its text went back to the person', error, { request: c.get('requestId') })
    return showForm(c, null, typed, { status: 503, retryAfter: '10' })
  }
})

/** What somebody typed, and the key that makes a double tap one report. */
type TypedReport = { id: string; reason: string; key: string }

function typedReport(c: Context<AppContext>, { reason, key }: Record<string, unknown>): TypedReport {
  return {
    id: c.req.param('id') ?? '',
    reason: typeof reason === 'string' ? reason : '',
    key: keyOfForm(key, isForeign(c)),
  }
}

async function takeReport(c: Context<AppContext>, typed: TypedReport): Promise<Response> {
  const { id, key } = typed
  const [note, shown] = await Promise.all([findNote(c.env.DB, id), publishedText(c.env.DB, id)])
  if (!shown) return replyNotThere(c, note)
  const parsed = parseReport(typed.reason)
  if (!parsed.ok) return showForm(c, shown, typed, { status: 422, faults: parsed.faults })
  const now = new Date()
  const isTooMany = await isFlood(c.env, c.req.raw.headers, now)
  if (isTooMany) return showForm(c, shown, typed, { status: 429, retryAfter: '60' })
  const report = await reportNote(c.env.DB, { noteId: id, reason: parsed.value, key }, now)
  // Its id, which nobody guesses: by its number anybody could ask which notes were reported.
  return report === null ? replyNotThere(c, note) : c.redirect(`/notes/${id}/signaler/?fait=${report}`, 303)
}

type FormReply = { status: 200 } | { status: 422; faults: Fault[] } | { status: 429 | 503; retryAfter: string }

/** @param shown The note as it is published; null: it could not be read. */
async function showForm(
  c: Context<AppContext>,
  shown: PublishedText | null,
  { id, reason, key }: TypedReport,
  reply: FormReply = { status: 200 },
): Promise<Response> {
  const index = await publishedIndex(c)
  const langOfPage = shown ? languageOf(index, shown.page) : index.site.lang
  const t = stringsFor(langOfPage)
  const faults = 'faults' in reply ? reply.faults : []
  const kept = { 200: [], 422: [], 429: [t.check.flood], 503: [t.report.fault] }[reply.status]
  const messages = [
    ...faults.map((fault) => ({ field: fault.field, message: faultText(t, fault) })),
    ...kept.map((message) => ({ field: 'reason', message })),
  ]
  if ('retryAfter' in reply) c.header('Retry-After', reply.retryAfter)
  const title = `${messages.length > 0 ? t.form.errorPrefix : ''}${t.report.title}`
  const children = (
    <ReportForm t={t} id={id} reason={reason} keyOfForm={key} faults={messages}>
      {shown && <NoteArticle author={shown.author} html={renderNote(shown.body, langOfPage)} t={t} />}
    </ReportForm>
  )
  return replyPage(c, { site: index.site, lang: t.lang, title, children }, reply.status)
}

async function showReported(c: Context<AppContext>, note: Note, reference: string): Promise<Response> {
  const index = await publishedIndex(c)
  const t = stringsFor(languageOf(index, note.page))
  const address = addressOfPage(index, note.page) ?? '/'
  const children = <ReportedPage t={t} reference={reference} address={address} />
  return replyPage(c, { site: index.site, lang: t.lang, title: t.report.doneTitle, children })
}

/** As the note's own address answers: 410 when it was published once, 404 when it never was. */
function replyNotThere(c: Context<AppContext>, note: Note | null): Promise<Response> {
  if (note === null || note.number === null) return replyNotFound(c)
  return replyRefusal(c, 410, ({ permalink: t }) => ({ title: t.goneTitle, text: t.gone }))
}
