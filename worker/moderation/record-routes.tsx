import { publishedIndex } from '../published-index'
import { Room } from '../room'
import { statistics } from './figures'
import { askHowPublishingStands, replyFramed } from './frame'
import { listDecisions } from './history'
import { journalCsv } from './journal-csv'
import { FiguresPage, JournalPage } from './record-view'
import { siteState } from './state'
import { StatePage } from './state-view'

/** What was decided, how much of it, and whether all is well. */
export const records = new Room()

/** Decisions on one page of the journal. */
const JOURNAL_PAGE = 50

records.get('/moderation/journal/', askHowPublishingStands, async (c) => {
  const { decisions, next } = await listDecisions(c.env.DB, c.req.query('cursor') ?? null, JOURNAL_PAGE)
  return replyFramed(c, (frame) => ({
    title: frame.t.team.journal,
    children: <JournalPage {...frame} decisions={decisions} next={next} />,
  }))
})

records.get('/moderation/journal/journal.csv', (c) => {
  c.set('streamed', true)
  c.header('Content-Disposition', 'attachment; filename="journal.csv"')
  return c.body(journalCsv(c.env.DB), 200, { 'Content-Type': 'text/csv; charset=utf-8' })
})

records.get('/moderation/chiffres/', askHowPublishingStands, async (c) => {
  const { site } = await publishedIndex(c)
  const figures = await statistics(c.env.DB, site.timezone)
  return replyFramed(c, (frame) => ({
    title: frame.t.team.figures,
    children: <FiguresPage {...frame} figures={figures} />,
  }))
})

records.get('/moderation/etat/', askHowPublishingStands, async (c) => {
  const state = await siteState(c.env, new Date())
  return replyFramed(c, (frame) => ({
    title: frame.t.state.title,
    children: <StatePage {...frame} state={state} />,
  }))
})
