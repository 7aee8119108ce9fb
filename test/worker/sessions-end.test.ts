import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { moderatorBySession, openSession } from '../../worker/moderation/moderators'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, postForm, TestDesk, TestModerator } from '../support/people'

let site: RunningSite
beforeAll(async () => {
  site = await startSite()
  await site.publish(pagesWithNotes)
})
afterAll(() => site.close())

const HOUR = 60 * 60_000
const evening = new Date('2022-07-06T18:00:00Z')
const hoursLater = (hours: number) => new Date(evening.getTime() + hours * HOUR)

describe('a session ends', () => {
  test('three hours after the last visit', async () => {
    const { name } = await TestModerator.join(site, 'Enora')
    const token = await openSession(site.env.DB, name, evening)
    for (const hours of [2.9, 5.8]) {
      expect(await moderatorBySession(site.env.DB, token, hoursLater(hours))).toMatchObject({ name })
    }
    expect(await moderatorBySession(site.env.DB, token, hoursLater(8.9))).toBeNull()
  })

  test('twelve hours after it began, however often it was used', async () => {
    const { name } = await TestModerator.join(site, 'Malo')
    const token = await openSession(site.env.DB, name, evening)
    for (const hours of [2, 4, 6, 8, 10, 11.9]) {
      expect(await moderatorBySession(site.env.DB, token, hoursLater(hours))).toMatchObject({ name })
    }
    expect(await moderatorBySession(site.env.DB, token, hoursLater(12.1))).toBeNull()
  })

  test('when its browser signs in again, for whichever moderator', async () => {
    const [first, second] = [await TestModerator.join(site, 'Katell'), await TestModerator.join(site, 'Erwan')]
    const [desk, elsewhere] = [await TestDesk.open(site, first), await TestDesk.open(site, first)]
    const again = await desk.post('/moderation/connexion/', { key: second.key })
    const cookie = again.headers.get('Set-Cookie')?.split(';')[0] ?? ''
    expect((await desk.get('/moderation/')).status).toBe(303)
    expect((await elsewhere.get('/moderation/')).status).toBe(200)
    expect(await (await site.get('/moderation/', { headers: { Cookie: cookie } })).text()).toContain('Erwan')
  })

  test('on every device at once, for who asks so, and for nobody else; the key opens a new one', async () => {
    const [leaving, other] = [await TestModerator.join(site, 'Yann'), await TestModerator.join(site, 'Gwenn')]
    const desks = [await TestDesk.open(site, leaving), await TestDesk.open(site, leaving)] as const
    const stays = await TestDesk.open(site, other)
    expect(await desks[0].read('/moderation/reglages/')).toContain('name="partout"')
    const response = await desks[0].post('/moderation/deconnexion/', { partout: 'oui' })
    expect([response.status, response.headers.get('Location')]).toEqual([303, '/moderation/connexion/'])
    for (const desk of desks) expect((await desk.get('/moderation/')).status).toBe(303)
    expect((await stays.get('/moderation/')).status).toBe(200)
    expect((await (await TestDesk.open(site, leaving)).get('/moderation/')).status).toBe(200)
  })
})

test('signing in makes a session of its own: one that was planted in the browser is never taken over', async () => {
  const moderator = await TestModerator.join(site, 'Loeiz')
  const planted = `moderation=${'x'.repeat(32)}`
  const headers = { 'Sec-Fetch-Site': 'same-origin', Cookie: planted }
  const response = await postForm(site, '/moderation/connexion/', { key: moderator.key }, headers)
  expect(response.headers.get('Set-Cookie')).toMatch(/^moderation=[\w-]{32};/)
  expect(response.headers.get('Set-Cookie')).not.toContain(planted)
  expect((await site.get('/moderation/', { headers: { Cookie: planted } })).status).toBe(303)
})

test('of keys, receipts and sessions only hashes are stored', async () => {
  const moderator = await TestModerator.join(site, 'Riwal')
  const desk = await TestDesk.open(site, moderator)
  const sent = await site.get('/api/notes', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ page: '/seance/', body: 'Une note.', licence: 'CC-BY-SA-4.0' }),
  })
  const { receipt } = (await sent.json()) as { receipt: string }
  const rows = await Promise.all(
    ['moderators', 'sessions', 'receipts', 'notes'].map((table) => site.env.DB.prepare(`SELECT * FROM ${table}`).all()),
  )
  const stored = JSON.stringify(rows)
  for (const secret of [moderator.key, desk.cookie.replace('moderation=', ''), receipt]) {
    expect(secret.length).toBeGreaterThanOrEqual(22)
    expect(stored).not.toContain(secret)
  }
})
