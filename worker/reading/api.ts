import type { Stores } from '../env'
import { byNumber, byTime, isCursor, parseLimit } from '../notes/cursor'
import { pageOf } from '../notes/submission'
import { idPattern } from '../notes/tokens'
import { publishedIndex } from '../published-index'
import { readPublished, readPublishedMany } from '../publishing/published-values'
import { selectNotes } from '../publishing/render'
import { type Permalink, type PublishedNote, permalinkKey } from '../publishing/values'
import { replyBadCursor, replyFaults, replyRefusal } from '../reply'
import { Room } from '../room'
import { addressOfPage, type PageIndex } from '../site/page-index'
import { listPublished } from './published-list'

/** Published notes for programs. */
export const publishedNotesApi = new Room()

publishedNotesApi.get('/api/notes', async (c) => {
  const index = await publishedIndex(c)
  const { page, cursor, limit: asked } = c.req.query()
  const found = page ? pageOf(page, index) : null
  if (page && !found) return replyFaults(c, [{ field: 'page', code: 'page_unknown' }])
  const limit = parseLimit(asked)
  if (!limit.ok) return replyFaults(c, limit.faults)
  if (cursor !== undefined && !isCursor(cursor, found ? byNumber : byTime)) return replyBadCursor(c)
  const { ids, next } = await listPublished(c.env.DB, found?.entry.id ?? null, cursor ?? null, limit.value)
  const notes = await notesWith(ids, c.env, index)
  return c.json({ items: notes.map((note) => publicNote(note, index)), next })
})

publishedNotesApi.get('/api/notes/:id', async (c) => {
  const id = c.req.param('id')
  const { value } = idPattern.test(id) ? await readPublished<Permalink>(c.env.PAGES, permalinkKey(id)) : { value: null }
  if (value === null) {
    return replyRefusal(c, 404, ({ requests: t }) => ({ title: t.unknownNote, text: t.unknownNote }))
  }
  if (value.gone) return replyRefusal(c, 410, ({ requests: t }) => ({ title: t.goneNote, text: t.goneNote }))
  return c.json(publicNote(value.note, await publishedIndex(c)))
})

/**
 * What visitors see comes from KV. When many were approved at once some permalinks follow a minute later; D1 says those,
 * for whoever reads helping by helping would never come back to them.
 */
async function notesWith(ids: string[], { DB, PAGES }: Stores, index: PageIndex): Promise<PublishedNote[]> {
  const values = await readPublishedMany<Permalink>(PAGES, ids.map(permalinkKey))
  const shown = values.flatMap((value) => (value && !value.gone ? [value.note] : []))
  const late = ids.filter((id) => !shown.some((note) => note.id === id))
  const others =
    late.length === 0
      ? []
      : await selectNotes(DB, index, 'n.id IN (SELECT value FROM json_each(?1))', JSON.stringify(late))
  const notes = new Map([...shown, ...others].map((note) => [note.id, note]))
  return ids.flatMap((id) => notes.get(id) ?? [])
}

function publicNote({ number: _, updatedAt: __, ...note }: PublishedNote, index: PageIndex) {
  return { ...note, page: addressOfPage(index, note.page) ?? note.page }
}
