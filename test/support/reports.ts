import type { RunningSite } from './harness'
import { postForm, type SentNote, sendNote, type TestModerator } from './people'

type ReportItem = {
  id: string
  kind: string
  reference: string
  version: number
  status: string
  excerpt: string
  noteId: string
}

/** What readers say of published notes, each note on a page of its own: `/page-1/`, `/page-2/`… */
export class TestReports {
  #pages = 0

  constructor(
    private readonly site: RunningSite,
    private readonly moderator: TestModerator,
  ) {}

  async published(body = 'Une note publiée.'): Promise<SentNote & { page: string }> {
    const page = `/page-${++this.#pages}/`
    const note = await sendNote(this.site, { page, body, author: 'Goéland' })
    await this.moderator.decide(note.id, 'approve', { version: 1 })
    return { ...note, page }
  }

  report(noteId: string, fields: Record<string, string>): Promise<Response> {
    return postForm(this.site, `/notes/${noteId}/signaler/`, fields)
  }

  /** Those that wait. */
  async of(noteId: string): Promise<ReportItem[]> {
    const answer = await this.moderator.get('/api/admin/notes?kind=report&limit=100')
    const { items } = (await answer.json()) as { items: ReportItem[] }
    return items.filter((item) => item.noteId === noteId)
  }

  /** One report of a newly published note, as the queue shows it. */
  async reported(reason = 'Une personne est citée.'): Promise<{ note: SentNote; item: ReportItem }> {
    const note = await this.published()
    await this.report(note.id, { reason })
    const [item] = await this.of(note.id)
    if (!item) throw new Error('The report is not in the queue.')
    return { note, item }
  }
}
