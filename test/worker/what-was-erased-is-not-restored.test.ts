import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { eraseAgain } from '../../worker/backup/erased-since'
import { publishAll } from '../../worker/publishing/mend'
import { letMinutesPass } from '../support/agreement'
import { BackupFolder, cutOffRestore, lose, restoreInto } from '../support/backups'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, postForm, postJson, type SentNote, sendNote, TestModerator } from '../support/people'

const folder = await BackupFolder.make()
let site: RunningSite
let organiser: TestModerator
beforeAll(async () => {
  site = await startSite()
})
beforeEach(async () => {
  await site.publish(pagesWithNotes)
  organiser = await TestModerator.join(site, 'Naïg', { organiser: true })
})
afterEach(async () => {
  await lose(site)
  for (const { name } of (await site.env.PAGES.list()).keys) await site.env.PAGES.delete(name)
})
afterAll(() => site.close())
afterAll(() => folder.remove())

const signAnew = ({ receipt }: SentNote, author: string) =>
  postJson(site, `/api/receipts/${receipt}`, { body: 'Signée de nouveau.', author }, {}, 'PUT')

test('what was erased since the backup stays erased, whether it was ever published or not', async () => {
  const shown = await sendNote(site, { body: 'Un secret publié.', author: 'Sterne' })
  const waiting = await sendNote(site, { body: 'Un secret qui attend.' })
  const signed = await sendNote(site, { body: 'Elle reste.', author: 'Macareux' })
  await organiser.decideAll('approve', [shown.id, signed.id])
  const renamed = await sendNote(site, { body: 'Elle reste aussi.', author: 'Sterne' })
  await organiser.decide(renamed.id, 'anonymise')
  await signAnew(renamed, 'Courlis')
  await organiser.decide(signed.id, 'edit', { body: 'Elle reste, mieux écrite.', reason: 'Une coquille, MACAREUX.' })
  const file = await folder.save(site, 'secret.ndjson')
  const [later, laterGone] = [await sendNote(site, { body: 'Elle vient après.' }), await sendNote(site)]
  await organiser.decideAll('approve', [later.id, laterGone.id])
  const erased = [shown, waiting, laterGone]
  for (const { receipt } of erased) await site.get(`/api/receipts/${receipt}`, { method: 'DELETE' })
  await organiser.decide(signed.id, 'anonymise')
  await publishAll(site.env, () => {})
  await lose(site)

  const restored = await restoreInto(site, file)
  expect(restored).toMatchObject({ erased: { notes: 2, names: 1 }, strangers: [later.id] })
  expect((await site.get(`/notes/${shown.id}/`)).status).toBe(410)
  expect(await (await site.get(`/api/receipts/${waiting.receipt}`)).json()).toMatchObject({ status: 'withdrawn' })
  const after = await readFile(await folder.save(site, 'no-secret.ndjson'), 'utf8')
  expect(after).toContain('Elle reste, mieux écrite.')
  expect(after).not.toMatch(/Un secret|Macareux|Sterne/i)
  // Signed after the name was taken off: that is the name its author wants.
  expect(after).toContain('Courlis')
})

test('what is known of a name that was taken off is not less after a restore', async () => {
  const note = await sendNote(site, { author: 'Sterne' })
  await organiser.decide(note.id, 'anonymise')
  const file = await folder.save(site, 'first-name.ndjson')
  await signAnew(note, 'Macareux')
  await organiser.decide(note.id, 'anonymise')
  await publishAll(site.env, () => {})
  const known = () => site.env.PAGES.get(`erased/${note.id}`, 'json')
  expect(await known()).toEqual({ erased: 'name', upTo: 2 })
  await lose(site)
  await restoreInto(site, file)
  expect(await known()).toEqual({ erased: 'name', upTo: 2 })
})

test('what is withdrawn while another base is filled is erased in that one by a repair', async () => {
  const [gone, signed] = [await sendNote(site, { body: 'Je retire ceci.' }), await sendNote(site, { author: 'Sterne' })]
  await organiser.decideAll('approve', [gone.id, signed.id])
  const file = await folder.save(site, 'other-base.ndjson')
  const other = await startSite()
  try {
    const next = { ...other, env: { ...other.env, PAGES: site.env.PAGES } }
    await restoreInto(next, file)
    await site.get(`/api/receipts/${gone.receipt}`, { method: 'DELETE' })
    await organiser.decide(signed.id, 'anonymise')
    await publishAll(site.env, () => {})
    const erase = (dryRun: boolean) => eraseAgain(next.env, new Date(), { dryRun })
    expect([await erase(true), await erase(false), await erase(false)]).toEqual([
      { notes: 1, names: 1 },
      { notes: 1, names: 1 },
      { notes: 0, names: 0 },
    ])
    const { results } = await other.env.DB.prepare('SELECT body, author FROM revisions ORDER BY body').all()
    expect(results).toEqual([
      { body: null, author: null },
      { body: expect.any(String), author: null },
    ])
  } finally {
    await other.close()
  }
})

test('a note that its author withdraws while a restore is cut off takes along what readers reported of it', async () => {
  const note = await sendNote(site, { author: 'Goéland' })
  await organiser.decide(note.id, 'approve')
  await postForm(site, `/notes/${note.id}/signaler/`, { reason: 'Goéland habite rue du Port.' })
  const file = await folder.save(site, 'reported.ndjson')
  const withdrawn: number[] = []
  // When the receipt is there, the reports are.
  for (const rows of [3, 4]) {
    await lose(site)
    await expect(cutOffRestore(site, file, rows)).rejects.toThrow('power cut')
    const { status } = await site.get(`/api/receipts/${note.receipt}`, { method: 'DELETE' })
    await restoreInto(site, file)
    if (status !== 204) continue
    withdrawn.push(rows)
    const { results } = await site.env.DB.prepare('SELECT reason FROM reports').all()
    expect(results).toEqual([{ reason: null }])
    for (const key of [`erased/${note.id}`, `note/${note.id}`]) await site.env.PAGES.delete(key)
  }
  expect(withdrawn).not.toEqual([])
})

test('proceedings from before a restore are shown no more, so that what is withdrawn after it is in none', async () => {
  const [kept, leaving, former] = await Promise.all(
    ['Elle reste.', 'Elle s’en ira.', 'Elle est partie.'].map((body) => sendNote(site, { body })),
  )
  if (!kept || !leaving || !former) throw new Error('A note was not sent.')
  await organiser.decideAll('approve', [kept.id, leaving.id, former.id])
  for (const action of ['unpublish', 'restore', 'unpublish']) await organiser.decide(former.id, action)
  await site.runCron()
  expect((await site.get('/archive.zip')).status).toBe(200)
  const file = await folder.save(site, 'with-proceedings.ndjson')
  await lose(site)
  await restoreInto(site, file)
  expect((await site.get('/archive.zip')).status).toBe(404)

  await site.get(`/api/receipts/${leaving.receipt}`, { method: 'DELETE' })
  await letMinutesPass(site)
  for (const composed of [false, true]) {
    if (composed) await site.runCron()
    expect([composed, (await site.get('/archive.zip')).status]).toEqual([composed, composed ? 200 : 404])
    for (const path of ['/actes/', '/actes.md', '/actes.json']) {
      const text = await (await site.get(path)).text()
      expect([path, text.includes(leaving.id), text.includes(kept.id)]).toEqual([path, false, true])
    }
  }
})
