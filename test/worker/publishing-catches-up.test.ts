import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { postpone, publishKey, publishRest } from '../../worker/publishing/outbox'
import { rewriteLost } from '../../worker/publishing/second-look'
import { type Block, blockKey, permalinkKey, TAKEN_AWAY_KEY, type TakenAway } from '../../worker/publishing/values'
import { interceptStores } from '../../worker/store-calls'
import { type RunningSite, startSite } from '../support/harness'
import { numberedPages, pagesWithNotes, postJson, sendNote, TestDesk, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
beforeAll(async () => {
  site = await startSite({ instrumented: true })
  await site.publish({ ...pagesWithNotes, ...numberedPages(21) })
  moderator = await TestModerator.join(site)
})
afterAll(() => site.close())

const firstBlock = blockKey('/seance/', 1)
const valueInKv = async () => JSON.stringify(await site.env.PAGES.get<Block>(firstBlock, 'json'))
const outboxRow = (key: string) =>
  site.env.DB.prepare('SELECT wanted, published, failures, last_error FROM outbox WHERE key = ?1')
    .bind(key)
    .first<{ wanted: number; published: number; failures: number; last_error: string | null }>()

/** How often a request asked D1 something until its answer. */
function questionsOf(answer: Response): number {
  const calls = JSON.parse(answer.headers.get('X-Test-Calls') ?? '') as Record<string, number>
  return Object.entries(calls).reduce((sum, [call, times]) => (call.startsWith('DB.') ? sum + times : sum), 0)
}

async function approveWith(faults: string, body: string): Promise<{ status: number; id: string }> {
  const { id } = await sendNote(site, { body })
  const response = await site.get(`/api/admin/notes/${id}/decisions`, {
    method: 'POST',
    headers: { ...moderator.headers, 'Content-Type': 'application/json', 'X-Test-Faults': faults },
    body: JSON.stringify({ action: 'approve', version: 1 }),
  })
  return { status: response.status, id }
}

/** What the clock would do in ten minutes: nothing waits any longer. */
async function waitLong(): Promise<void> {
  await site.env.DB.prepare(`UPDATE outbox SET due_at = '', written_at = '', leased_until = ''`).run()
}

// The tests that look into the first block of /seance/ stand before those that fill it.
beforeEach(waitLong)

test('a decision stands when KV refuses the write, is told as done, and shows after the cron', async () => {
  const { status, id } = await approveWith('PAGES.put', 'Malgré KV.')
  expect(status).toBe(200)
  expect(await valueInKv()).not.toContain('Malgré KV.')
  expect(await outboxRow(firstBlock)).toMatchObject({ failures: 1, last_error: expect.stringContaining('PAGES.put') })
  await waitLong()
  await site.runCron()
  expect(await valueInKv()).toContain('Malgré KV.')
  expect(await outboxRow(firstBlock)).toMatchObject({ failures: 0, last_error: null })
  expect((await site.get(`/notes/${id}/`)).status).toBe(200)
})

test('a failed key waits longer each time before it is tried again', async () => {
  const { DB } = site.env
  await DB.prepare(`INSERT INTO outbox (key, behind_since) VALUES ('block/1:/nulle-part/', '2022')`).run()
  const waits: number[] = []
  for (let failures = 1; failures <= 11; failures++) {
    const failedAt = Date.now()
    await postpone(DB, 'block/1:/nulle-part/', new Error('KV'))
    const due = await DB.prepare(`SELECT due_at FROM outbox WHERE key = 'block/1:/nulle-part/'`).first<string>('due_at')
    waits.push(Math.floor((Date.parse(due ?? '') - failedAt) / 1_000))
  }
  expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600])
  await DB.prepare(`DELETE FROM outbox WHERE key = 'block/1:/nulle-part/'`).run()
})

test('a writer that died with its lease is asked after less and less often, and followed by the cron', async () => {
  const { id } = await sendNote(site, { body: 'Après un mort.' })
  await site.env.DB.prepare(`UPDATE outbox SET leased_until = ?1`)
    .bind(new Date(Date.now() + 60_000).toISOString())
    .run()
  const decided = await moderator.decide(id, 'approve')
  expect(decided.status).toBe(200)
  expect(questionsOf(decided)).toBeLessThan(70)
  expect(await valueInKv()).not.toContain('Après un mort.')
  await waitLong()
  await site.runCron()
  expect(await valueInKv()).toContain('Après un mort.')
})

test('a writer that dies at every try is followed at once, then waits like what fails', async () => {
  const { id } = await sendNote(site, { body: 'Deux fois morte.' })
  await moderator.decide(id, 'approve')
  const die = () =>
    site.env.DB.prepare(
      `UPDATE outbox SET published = 0, due_at = '', written_at = '', leased_until = ?2 WHERE key = ?1`,
    )
      .bind(firstBlock, new Date(Date.now() - 1_000).toISOString())
      .run()
  await die()
  await site.runCron()
  expect(await outboxRow(firstBlock)).toMatchObject({ failures: 0, published: expect.any(Number) })
  await site.env.DB.prepare('UPDATE outbox SET failures = 1 WHERE key = ?1').bind(firstBlock).run()
  await die()
  await site.runCron()
  expect(await outboxRow(firstBlock)).toMatchObject({
    failures: 2,
    published: 0,
    last_error: expect.stringContaining('ended'),
  })
  await waitLong()
  await site.runCron()
  expect(await outboxRow(firstBlock)).toMatchObject({ failures: 0, last_error: null })
})

test('a writer that comes late counts nothing back that others have published meanwhile', async () => {
  const { id } = await sendNote(site)
  await moderator.decide(id, 'approve')
  await site.env.DB.prepare('UPDATE outbox SET wanted = 90, published = 90 WHERE key = ?1').bind(firstBlock).run()
  await publishKey(site.env, firstBlock, 0, 1)
  expect(await outboxRow(firstBlock)).toMatchObject({ wanted: 90, published: 90 })
})

describe('an old value that a dying writer left behind', () => {
  const writtenAgo = (key: string, seconds: number) =>
    site.env.DB.prepare('UPDATE outbox SET written_at = ?2 WHERE key = ?1')
      .bind(key, new Date(Date.now() - seconds * 1_000).toISOString())
      .run()
  const left = async (key: string, secondsAgo: number) => {
    await site.env.PAGES.put(key, '{"notes":[],"blocks":1,"markup":"","weight":0}', { metadata: { wanted: 0 } })
    await writtenAgo(key, secondsAgo)
  }

  test('is found by its metadata and replaced', async () => {
    const { id } = await sendNote(site, { body: 'La vraie valeur.' })
    await moderator.decide(id, 'approve')
    await left(firstBlock, 200)
    await site.runCron()
    expect(await valueInKv()).toContain('La vraie valeur.')
  })

  test('is not looked for as long as KV itself may give out the value before', async () => {
    await left(firstBlock, 150)
    const before = await outboxRow(firstBlock)
    await site.runCron()
    expect(await outboxRow(firstBlock)).toEqual(before)
  })

  test('is found however many were written before and after it, of which a run reads some at once', async () => {
    const ids: string[] = []
    for (let n = 1; n <= 21; n++) ids.push((await sendNote(site, { page: `/page-${n}/` })).id)
    await moderator.decideAll('approve', ids)
    await waitLong()
    await site.runCron()
    const keys = ids.map(permalinkKey)
    const [first = '', last = ''] = [keys.at(0), keys.at(-1)]
    await site.env.DB.prepare(`UPDATE outbox SET written_at = ?1 WHERE key GLOB 'block/1:*' OR key GLOB 'note/*'`)
      .bind(new Date(Date.now() - 200_000).toISOString())
      .run()
    let reads = 0
    const counting = interceptStores(site.env, (_store, method, call) => {
      if (method === 'getWithMetadata') reads++
      return call()
    })
    await rewriteLost(counting, new Date())
    expect(reads).toBe(1)
    await left(first, 300)
    await left(last, 190)
    for (let run = 0; run < 5; run++) await site.runCron()
    for (const key of [first, last]) expect(await site.env.PAGES.get(key)).toContain('"gone":false')
  })
})

test('writes of one key are a second apart; approvals in between make one', async () => {
  const sent = []
  for (let n = 0; n < 12; n++) sent.push(await sendNote(site, { page: '/autre/', body: `Note ${n}.` }))
  const answers = await Promise.all(sent.map(({ id }) => moderator.decide(id, 'approve', { version: 1 })))
  const writes = answers.map(({ headers }) => JSON.parse(headers.get('X-Test-Calls') ?? '{}')['PAGES.put'] ?? 0)
  // Each note's own address is one; the rest is three shared keys: their block, the newest notes, the counts. Of each, one write
  // at once, one a second later with all the rest, and one more where the approvals themselves took that second.
  const shared = writes.reduce((sum, count) => sum + count) - sent.length
  expect(shared).toBeLessThanOrEqual(3 * 3)
  const { metadata } = await site.env.PAGES.getWithMetadata<{ wanted: number }>(blockKey('/autre/', 1))
  const row = await outboxRow(blockKey('/autre/', 1))
  expect(row).toMatchObject({ wanted: 12, published: 12 })
  expect(metadata?.wanted).toBe(12)
})

test('a second decision on a page waits with its answer until its block may be written again', async () => {
  const [first, second] = [await sendNote(site, { body: 'Un.' }), await sendNote(site, { body: 'Deux.' })]
  await moderator.decide(first.id, 'approve', { version: 1 })
  const writtenAt = Date.now()
  const decided = await postJson(
    site,
    `/api/admin/notes/${second.id}/decisions`,
    { action: 'approve', version: 1 },
    moderator.headers,
  )
  // The first was written some time before its answer was here: a lower bound with room.
  expect(Date.now() - writtenAt).toBeGreaterThan(800)
  expect(await valueInKv()).toContain('Deux.')
  // It knows how long to wait, and does not ask again and again.
  expect(questionsOf(decided)).toBeLessThan(30)
})

test('a lot of decisions is read at once and asks D1 once for each', async () => {
  const sent = await Promise.all(Array.from({ length: 30 }, (_, n) => sendNote(site, { body: `De trop, ${n}.` })))
  const items = sent.map(({ id }) => ({ id, version: 1 }))
  const decision = { action: 'reject', reason: 'En double.', items }
  const answer = await postJson(site, '/api/admin/decisions', decision, moderator.headers)
  expect(((await answer.json()) as { items: { ok: boolean }[] }).items.every(({ ok }) => ok)).toBe(true)
  expect(questionsOf(answer)).toBeLessThan(30 + 10)
})

test('a lot of decisions shows at each note’s own address, too, and what is erased is at none', async () => {
  const sent = []
  for (let n = 0; n < 60; n++) sent.push(await sendNote(site, { page: '/autre/', body: `D’un lot, ${n}.` }))
  const ids = sent.map(({ id }) => id)
  const statuses = () => Promise.all(ids.map(async (id) => (await site.get(`/notes/${id}/`)).status))
  await moderator.decideAll('approve', ids)
  expect(new Set(await statuses())).toEqual(new Set([200]))
  const items = ids.map((id) => ({ id, version: 2 }))
  const { headers } = await TestModerator.join(site, 'Goéland', { organiser: true })
  await postJson(site, '/api/admin/decisions', { action: 'erase', items }, headers)
  expect(new Set(await statuses())).toEqual(new Set([410]))
  const erased = () => Promise.all(ids.map((id) => site.env.PAGES.get(`erased/${id}`)))
  await expect.poll(erased).not.toContain(null)
})

test('a lot that took all that one request may ask is told as it was recorded', async () => {
  const desk = await TestDesk.open(site, moderator)
  const items: [string, string][] = []
  for (let n = 0; n < 20; n++) items.push(['item', `${(await sendNote(site, { body: `En lot, ${n}.` })).id} 1`])
  const fields: [string, string][] = [['action', 'approve'], ['confirm', 'oui'], ...items]
  const answer = await desk.post('/moderation/decisions/', fields, { 'X-Test-Budget': '50' })
  expect([answer.status, (await answer.text()).match(/: fait</g)?.length]).toEqual([200, 20])
  await waitLong()
  await site.runCron()
})

test('what takes texts out of every document is written first, however many pages a decision is about', async () => {
  const ids: string[] = []
  for (let n = 1; n <= 21; n++) ids.push((await sendNote(site, { page: `/page-${n}/` })).id)
  await moderator.decideAll('approve', ids)
  const items = ids.map((id) => ({ id, version: 2 }))
  const answer = await postJson(site, '/api/admin/decisions', { action: 'unpublish', items }, moderator.headers)
  expect(answer.status).toBe(200)
  const counted = await site.env.PAGES.get<TakenAway>(TAKEN_AWAY_KEY, 'json')
  expect(counted?.count).toBe((await outboxRow(TAKEN_AWAY_KEY))?.wanted)
  expect(counted?.count).toBeGreaterThanOrEqual(21)
})

test('the cron too writes first what takes texts out of every document, however long other keys have been due', async () => {
  const { DB } = site.env
  await DB.prepare(
    `INSERT INTO outbox (key, behind_since) VALUES ('counts', '2022'), ('latest', '2022'), (?1, '2022')
     ON CONFLICT (key) DO UPDATE SET wanted = wanted + 1, due_at = iif(key = ?1, '2022', '')`,
  )
    .bind(TAKEN_AWAY_KEY)
    .run()
  const written: unknown[] = []
  const stores = interceptStores(site.env, (_store, method, call, [key]) => {
    if (method === 'put') written.push(key)
    return call()
  })
  await publishRest(stores, Date.now())
  expect(written[0]).toBe(TAKEN_AWAY_KEY)
  expect(written).toContain('latest')
})

test('the cron waits for no key that somebody else is writing', async () => {
  await site.env.DB.prepare(
    `INSERT INTO outbox (key, behind_since, leased_until) VALUES ('latest', '2022', ?1), ('counts', '2022', '')
     ON CONFLICT (key) DO UPDATE SET wanted = wanted + 1, leased_until = excluded.leased_until`,
  )
    .bind(new Date(Date.now() + 4_000).toISOString())
    .run()
  await publishRest(site.env, Date.now())
  const [theirs, ours] = await Promise.all([outboxRow('latest'), outboxRow('counts')])
  expect([theirs?.published === theirs?.wanted, ours?.published === ours?.wanted]).toEqual([false, true])
})

test('a clock that was put back by an hour holds up neither a decision nor the cron', async () => {
  const { id, receipt } = await sendNote(site, { body: 'D’avant l’heure.' })
  await moderator.decide(id, 'approve')
  await site.runCron()
  const ahead = new Date(Date.now() + 3_600_000).toISOString()
  await site.env.DB.prepare('UPDATE outbox SET due_at = ?1, written_at = ?1, leased_until = ?1').bind(ahead).run()
  expect((await site.get(`/api/receipts/${receipt}`, { method: 'DELETE' })).status).toBe(204)
  expect(await valueInKv()).not.toContain('D’avant l’heure.')
  await site.env.DB.prepare('UPDATE outbox SET due_at = ?1, leased_until = ?1').bind(ahead).run()
  await site.runCron()
  const { results } = await site.env.DB.prepare('SELECT key FROM outbox WHERE published < wanted').all()
  expect(results).toEqual([])
})

test('a run of the cron begins no write any more when the next run is near', async () => {
  await site.env.DB.prepare(
    `INSERT INTO outbox (key, behind_since) VALUES ('counts', '2022') ON CONFLICT (key) DO UPDATE SET wanted = wanted + 1`,
  ).run()
  const isWritten = async (begun: number) => {
    await publishRest(site.env, begun)
    const row = await outboxRow('counts')
    return row?.published === row?.wanted
  }
  expect([await isWritten(Date.now() - 41_000), await isWritten(Date.now() - 30_000)]).toEqual([false, true])
})

describe('with D1 down', () => {
  const down = { headers: { 'X-Test-Faults': 'DB' } }

  test('pages, blocks of notes and permalinks still answer', async () => {
    const sent = await Promise.all(Array.from({ length: 21 }, (_, n) => sendNote(site, { body: `Numéro ${n}.` })))
    const ids = sent.map(({ id }) => id)
    await moderator.decideAll('approve', ids.slice(0, 20))
    await moderator.decideAll('approve', ids.slice(20))
    await waitLong()
    await site.runCron()
    const withdrawn = sent[0]
    await site.get(`/api/receipts/${withdrawn?.receipt}`, { method: 'DELETE' })
    for (const path of ['/seance/', '/seance/?notes=2', `/notes/${sent[1]?.id}/`]) {
      expect((await site.get(path, down)).status).toBe(200)
    }
    expect((await site.get(`/notes/${withdrawn?.id}/`, down)).status).toBe(410)
    expect((await site.get('/notes/000000000000/', down)).status).toBe(404)
  })

  test('a note cannot be stored, and its text comes back with a button to try again', async () => {
    const response = await site.get('/contribuer/', {
      ...down,
      method: 'POST',
      body: new URLSearchParams({ page: '/seance/', body: 'Ne pas perdre.', licence: 'on', intent: 'send' }),
    })
    expect(response.status).toBe(503)
    expect(response.headers.get('Retry-After')).toBe('10')
    const html = await response.text()
    expect(html).toMatch(/<textarea [^>]*name="body"[^>]*>Ne pas perdre\.<\/textarea>/)
    expect(html).toContain('Réessayer')
  })
})

test('what a note that was never published says is in no value of KV', async () => {
  const { id } = await sendNote(site, { body: 'Jamais montré.' })
  await moderator.decide(id, 'reject')
  await site.runCron()
  expect(await site.env.PAGES.get(permalinkKey(id))).toBeNull()
  const { keys } = await site.env.PAGES.list()
  const values = await Promise.all(keys.map(({ name }) => site.env.PAGES.get(name)))
  expect(values.join()).not.toContain('Jamais montré.')
})
