import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { unbroken } from '../../worker/site/typography'
import { recordUpkeep } from '../../worker/upkeep'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, postForm, sendNote, TestModerator } from '../support/people'

let site: RunningSite
let cookie: string
beforeAll(async () => {
  site = await startSite()
  await site.publish(pagesWithNotes)
  const { key } = await TestModerator.join(site)
  const entered = await postForm(site, '/moderation/connexion/', { key }, { Origin: site.url })
  cookie = entered.headers.get('Set-Cookie')?.split(';')[0] ?? ''
})
afterAll(() => site.close())

beforeEach(async () => {
  await recordUpkeep(site.env.DB, 'cron', new Date())
  await recordUpkeep(site.env.DB, 'backup', new Date(Date.now() + 60_000))
  await site.env.DB.prepare('DELETE FROM outbox').run()
})

const text = async () => (await site.get('/moderation/etat/', { headers: { Cookie: cookie } })).text()
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

test('says that all is well', async () => {
  expect(await text()).toContain('Tout va bien.')
})

test('the cron leaves word that it came by', async () => {
  await recordUpkeep(site.env.DB, 'cron', minutesAgo(12))
  expect(await text()).toContain('Il n’est pas passé depuis 12 minutes')
  await site.runCron()
  expect(await text()).toContain('Tout va bien.')
})

test('says in plain words what does not show although it was decided', async () => {
  await site.env.DB.prepare(
    `INSERT INTO outbox (key, failures, behind_since, last_error) VALUES ('block/1:/seance/', 9, ?1, 'KV PUT failed: 503')`,
  )
    .bind(minutesAgo(20).toISOString())
    .run()
  const page = await text()
  expect(page).toContain('Une chose est à regarder.')
  expect(page).toContain(unbroken('les notes d’une page : en retard depuis 20 minutes'))
  expect(page).not.toContain('503')
})

test('says so too of a value that another version of the program wanted', async () => {
  await site.env.DB.prepare(`INSERT INTO outbox (key, failures, behind_since) VALUES ('inconnue/1', 9, ?1)`)
    .bind(minutesAgo(20).toISOString())
    .run()
  expect(await text()).toContain(unbroken('ne connaît pas : en retard depuis 20 minutes'))
})

test('asks for a backup when notes changed and the last one is a day old, or there was none', async () => {
  await sendNote(site)
  await recordUpkeep(site.env.DB, 'backup', minutesAgo(23 * 60))
  expect(await text()).toContain('Tout va bien.')
  await recordUpkeep(site.env.DB, 'backup', minutesAgo(26 * 60))
  expect(await text()).toContain('des notes ont changé depuis')
  await site.env.DB.prepare(`DELETE FROM upkeep WHERE what = 'backup'`).run()
  expect(await text()).toContain('Aucune n’a encore été faite')
})

test('says that a restore was cut off', async () => {
  const mark = `INSERT INTO upkeep (what, at, detail) VALUES ('restore', ?1, 'abc')`
  await site.env.DB.prepare(mark).bind(minutesAgo(5).toISOString()).run()
  expect(await text()).toContain('Une sauvegarde est en train d’être remise depuis 5 minutes')
  await site.env.DB.prepare(`DELETE FROM upkeep WHERE what = 'restore'`).run()
})

test('is for moderators alone', async () => {
  expect((await site.get('/moderation/etat/')).status).toBe(303)
})
