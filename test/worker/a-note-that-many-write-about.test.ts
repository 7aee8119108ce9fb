import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SHOWN_OF_EACH, TEXTS_OF_REVISIONS } from '../../worker/moderation/history'
import { REPORTS_JUDGED } from '../../worker/notes/changes'
import { unbroken } from '../../worker/site/typography'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, postForm, type SentNote, sendNote, TestDesk, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
let desk: TestDesk
beforeAll(async () => {
  site = await startSite()
  await site.publish(pagesWithNotes)
  moderator = await TestModerator.join(site)
  desk = await TestDesk.open(site, moderator)
})
afterAll(() => site.close())

const counting = 'WITH RECURSIVE n(i) AS (SELECT CAST(?2 AS INTEGER) UNION ALL SELECT i + 1 FROM n WHERE i < ?3)'
const minute = `strftime('%Y-%m-%dT%H:%M:%fZ', '2090-01-01', '+' || i || ' minutes')`
const long = (words: string, signs: number) => `substr('${words} ' || i || ' ' || hex(zeroblob(${signs})), 1, ${signs})`

/** Open reports of 2,000 signs, straight into D1: « Raison 1 », « Raison 2 »… */
async function reportOften(noteId: string, from: number, to: number, words = 'Raison'): Promise<void> {
  await site.env.DB.prepare(
    `INSERT INTO reports (id, note_id, reason, created_at, number) ${counting}
     SELECT 's-' || substr(lower(hex(randomblob(10))), 1, 20), ?1, ${long(words, 2_000)}, ${minute},
       (SELECT coalesce(max(number), 0) FROM reports) + i FROM n`,
  )
    .bind(noteId, from, to)
    .run()
}

/** Corrections of 20,000 signs, the last of which waits: « Texte 2 », « Texte 3 »… */
async function correctOften(noteId: string, from: number, to: number): Promise<void> {
  const { DB } = site.env
  await DB.batch([
    DB.prepare(
      `INSERT INTO revisions (note_id, number, body, created_at) ${counting}
       SELECT ?1, i, ${long('Texte', 20_000)}, ${minute} FROM n`,
    ).bind(noteId, from, to),
    DB.prepare(
      `UPDATE notes SET latest_revision = ?2, waiting_revision = ?2, waiting_since = '2090', version = version + 1 WHERE id = ?1`,
    ).bind(noteId, to),
  ])
}

async function publishedNote(): Promise<SentNote> {
  const note = await sendNote(site, { body: 'La note publiée.' })
  await moderator.decide(note.id, 'approve', { version: 1 })
  return note
}

type Whole = {
  version: number
  revisions: { number: number; body: string | null }[]
  reports: { id: string; reason: string; closedAt: string | null }[]
  decisions: { reason: string | null }[]
}
const whole = async (id: string) => (await (await moderator.get(`/api/admin/notes/${id}`)).json()) as Whole
const numbers = (text: string, words: string) =>
  [...text.matchAll(new RegExp(`${words} (\\d+) `, 'g'))].map(([, number]) => Number(number))
const fromTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n)

/** Each test goes on from what the one before left. */
describe('a note that was reported six hundred times', () => {
  let note: SentNote
  beforeAll(async () => {
    note = await publishedNote()
    await reportOften(note.id, 1, 600)
  })

  test('shows the newest reports once, says how many more wait, and where decisions are is near', async () => {
    const html = await desk.read(`/moderation/notes/${note.id}/`)
    expect(numbers(html, 'Raison')).toEqual(fromTo(600 - SHOWN_OF_EACH + 1, 600))
    expect(html).toContain(unbroken('550 autres, plus anciens, attendent aussi'))
    expect(html.indexOf('id="decider"')).toBeGreaterThan(0)
    expect(html.replace(/<details>[\s\S]*?<\/details>/g, '').length).toBeLessThan(30_000)
  })

  test('has a history of the newest lines that says how many are left out', async () => {
    const html = await desk.read(`/moderation/notes/${note.id}/`)
    const [, history = ''] = html.split('id="histoire"')
    expect(history.split('</section>')[0]?.match(/<li>/g)).toHaveLength(SHOWN_OF_EACH)
    // All reports, what was sent and its approval.
    expect(history).toContain(unbroken(`Avant cela, ${602 - SHOWN_OF_EACH} faits plus anciens`))
  })

  test('shows any of them that is opened from the queue, unfolded', async () => {
    const oldest = await site.env.DB.prepare('SELECT id FROM reports WHERE note_id = ?1 ORDER BY created_at LIMIT 1')
      .bind(note.id)
      .first<string>('id')
    const html = await desk.read(`/moderation/notes/${oldest}/`)
    expect(numbers(html, 'Raison')).toEqual([1, ...fromTo(551, 600)])
    expect(html.indexOf('Raison 1 ')).toBeLessThan(html.indexOf('<details>'))
    expect(html).toContain(unbroken('549 autres, plus anciens'))
  })

  test('has an API’s answers with the newest, and pages and answers that more reports do not make longer', async () => {
    const sizes = async () => [
      (await desk.read(`/moderation/notes/${note.id}/`)).length,
      (await (await moderator.get(`/api/admin/notes/${note.id}`)).text()).length,
      (await (await moderator.decide(note.id, 'approve')).text()).length,
    ]
    const before = await sizes()
    expect((await whole(note.id)).reports).toHaveLength(SHOWN_OF_EACH)
    await reportOften(note.id, 601, 1_200)
    const after = await sizes()
    for (const [n, size] of after.entries()) expect(size - (before[n] ?? 0)).toBeLessThan(1_000)
    expect(Math.max(...after)).toBeLessThan(SHOWN_OF_EACH * 2_000 * 2)
  })

  test('has all of them dismissed at once, and then the newest closed ones', async () => {
    await moderator.decide(note.id, 'dismiss', { reason: 'Rien à redire.' })
    const open = 'SELECT count(*) AS left FROM reports WHERE note_id = ?1 AND closed_at IS NULL'
    expect(await site.env.DB.prepare(open).bind(note.id).first('left')).toBe(0)
    await reportOften(note.id, 2_001, 2_003)
    const { reports } = await whole(note.id)
    expect(reports.map(({ reason }) => numbers(reason, 'Raison')[0])).toEqual([
      ...fromTo(1_200 - SHOWN_OF_EACH + 1, 1_200),
      ...fromTo(2_001, 2_003),
    ])
    const html = await desk.read(`/moderation/notes/${note.id}/`)
    expect(html).not.toContain('plus anciens, attendent')
    // The three that wait stand above, the journal's line and they are the newest of the history.
    expect(numbers(html, 'Raison').length).toBeLessThanOrEqual(SHOWN_OF_EACH)
  })

  test('and has the words of a closed one that is opened by its reference, however old', async () => {
    const number = await site.env.DB.prepare(
      'SELECT number FROM reports WHERE note_id = ?1 ORDER BY created_at LIMIT 1',
    )
      .bind(note.id)
      .first<number>('number')
    const found = (await desk.get(`/moderation/?q=SIGNAL-${number}`)).headers.get('Location') ?? ''
    const [, history = ''] = (await desk.read(found)).split('id="histoire"')
    expect(history).toContain(`signalée (SIGNAL-${number})`)
    expect(numbers(history, 'Raison')[0]).toBe(1)
  })
})

test('a note that strangers report on and on has its author’s name taken off as soon: who quotes it is looked for in the newest reports, and older ones lose their words', async () => {
  const note = await sendNote(site, { body: 'La note signée.', author: 'Goéland' })
  await moderator.decide(note.id, 'approve', { version: 1 })
  await reportOften(note.id, 1, 700)
  await reportOften(note.id, 701, 702, 'Selon Goéland')
  await postForm(site, `/suivi/${note.receipt}/`, { intent: 'anonymise' })
  const { results } = await site.env.DB.prepare(
    'SELECT reason FROM reports WHERE note_id = ?1 AND reason IS NOT NULL ORDER BY created_at',
  )
    .bind(note.id)
    .all<{ reason: string }>()
  const kept = results.map(({ reason }) => reason).join()
  expect(numbers(kept, 'Raison')).toEqual(fromTo(702 - REPORTS_JUDGED + 1, 700))
  expect(kept).not.toContain('Goéland')
})

describe('a note that was corrected three hundred times', () => {
  let note: SentNote
  beforeAll(async () => {
    note = await publishedNote()
    await correctOften(note.id, 2, 300)
  })

  test('is read with the texts that a decision is about, and with who wrote the newest others', async () => {
    const { revisions } = await whole(note.id)
    expect(revisions.map(({ number }) => number)).toEqual([1, ...fromTo(300 - SHOWN_OF_EACH + 1, 300)])
    expect(revisions.filter(({ body }) => body !== null).map(({ number }) => number)).toEqual([1, ...fromTo(296, 300)])
    const html = await desk.read(`/moderation/notes/${note.id}/`)
    expect(html).toContain('La note publiée.')
    expect(numbers(html, 'Texte')).toContain(300)
    expect(new Set(numbers(html, 'Texte'))).toEqual(new Set([300]))
    expect(html).toContain(unbroken(`Avant cela, ${301 - SHOWN_OF_EACH} faits plus anciens`))
  })

  test('is compared, after a retouch, with what its author wrote before, however long ago', async () => {
    await moderator.decide(note.id, 'edit', { body: 'Retouche 1.' })
    for (let n = 2; n <= SHOWN_OF_EACH + 5; n++) {
      await site.env.DB.batch([
        site.env.DB.prepare(
          `INSERT INTO revisions (note_id, number, body, moderator, created_at) VALUES (?1, ?2, ?3, 'Naïg', '2091')`,
        ).bind(note.id, 300 + n, `Retouche ${n}.`),
        site.env.DB.prepare(
          'UPDATE notes SET latest_revision = ?2, published_revision = ?2, version = version + 1 WHERE id = ?1',
        ).bind(note.id, 300 + n),
      ])
    }
    const { revisions } = await whole(note.id)
    const read = revisions.filter(({ body }) => body !== null).map(({ number }) => number)
    expect(read).toEqual([300, ...fromTo(306, 300 + SHOWN_OF_EACH + 5)])
    const html = await desk.read(`/moderation/notes/${note.id}/`)
    expect(html).toContain(unbroken('Ce que la retouche a changé'))
    expect(html).toContain('Texte')
  })

  test('has a conflict’s answer that more corrections do not make longer', async () => {
    const conflict = async () => {
      const response = await moderator.decide(note.id, 'approve', { version: 1 })
      expect(response.status).toBe(409)
      return (await response.text()).length
    }
    await correctOften(note.id, 400, 500)
    const before = await conflict()
    await correctOften(note.id, 501, 700)
    expect((await conflict()) - before).toBeLessThan(1_000)
    // The text that counts stands in three places: as it is, as HTML, and as a revision; others among the revisions.
    expect(before).toBeLessThan(5 * 20_000 + TEXTS_OF_REVISIONS)
  })
})

test('a note as people correct one is read with all of its texts', async () => {
  const { id, receipt } = await sendNote(site, { body: 'Texte 1.' })
  for (let n = 2; n <= 6; n++) {
    const init = { method: 'PUT', headers: { 'Content-Type': 'application/json' } }
    await site.get(`/api/receipts/${receipt}`, { ...init, body: JSON.stringify({ body: `Texte ${n}.` }) })
  }
  expect((await whole(id)).revisions.map(({ body }) => body)).toEqual(fromTo(1, 6).map((n) => `Texte ${n}.`))
})

test('a note that was decided often has the newest decisions, and the journal all of them', async () => {
  const note = await publishedNote()
  await site.env.DB.prepare(
    `INSERT INTO decisions (id, note_id, action, moderator, reason, version, revision, from_status, to_status, at) ${counting}
     SELECT hex(randomblob(8)), ?1, 'edit', 'Naïg', ${long('Raison', 2_000)}, 2, 1, 'published', 'published', ${minute} FROM n`,
  )
    .bind(note.id, 1, 150)
    .run()
  const { decisions } = await whole(note.id)
  const newest = fromTo(150 - SHOWN_OF_EACH + 1, 150)
  expect(decisions.map(({ reason }) => numbers(reason ?? '', 'Raison')[0])).toEqual(newest)
  expect(numbers(await desk.read(`/moderation/notes/${note.id}/`), 'Raison')).toEqual(newest)
  const journal = (await (await moderator.get('/api/admin/audit?limit=100')).json()) as {
    items: unknown[]
    next: string
  }
  expect(journal.items).toHaveLength(100)
  expect(journal.next).not.toBeNull()
})

test('the description says which lists hold the newest alone', async () => {
  const described = await (await site.get('/api/openapi.json')).text()
  for (const words of [
    'dernières, et toujours celle publiée',
    unbroken('dernières ; toutes'),
    'derniers qui attendent',
  ]) {
    // In an answer about a note, in one about a report, and in a conflict.
    expect(described.split(`"description":"les ${SHOWN_OF_EACH} ${words}`).length).toBeGreaterThan(3)
  }
})
