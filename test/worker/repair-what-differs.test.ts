import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { publishedPages, syncPageSearch } from '../../cli/publication/page-search'
import { readErasures } from '../../worker/backup/erased-since'
import { repairCounts, repairSearchCopies } from '../../worker/notes/derived'
import { compareNotes, type Difference } from '../../worker/publishing/compare'
import { mendValue, publishAll } from '../../worker/publishing/mend'
import { blockKey, permalinkKey } from '../../worker/publishing/values'
import { INDEX_KEY, parsePageIndex } from '../../worker/site/page-index'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, sendNote, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
let id: string
beforeAll(async () => {
  site = await startSite()
  await site.publish(pagesWithNotes)
  moderator = await TestModerator.join(site)
})
afterAll(() => site.close())
beforeEach(async () => {
  id = (await sendNote(site, { body: 'Une œuvre.' })).id
  expect((await moderator.decide(id, 'approve')).status).toBe(200)
  await publishAll(site.env)
  expect(await differences()).toEqual([])
})

async function differences(): Promise<Difference[]> {
  const index = parsePageIndex((await site.env.PAGES.get(INDEX_KEY)) ?? '')
  const found: Difference[] = []
  for await (const difference of compareNotes(site.env, index)) found.push(difference)
  return found
}

async function mendAll(found: Difference[]): Promise<void> {
  for (const difference of found) await mendValue(site.env, difference, new Date())
  expect(await publishAll(site.env)).toBe(0)
}

test('a value that KV has lost is found and written again', async () => {
  await site.env.PAGES.delete(permalinkKey(id))
  await site.env.PAGES.delete('counts')
  const found = await differences()
  expect(found).toEqual([
    { key: permalinkKey(id), what: 'missing' },
    { key: 'counts', what: 'missing' },
  ])
  await mendAll(found)
  expect(await differences()).toEqual([])
})

test('a note that is retouched after its name was taken off differs in nothing', async () => {
  const signed = await sendNote(site, { author: 'Sterne' })
  await moderator.decide(signed.id, 'approve')
  await site.get(`/suivi/${signed.receipt}/`, { method: 'POST', body: new URLSearchParams({ intent: 'anonymise' }) })
  expect((await moderator.decide(signed.id, 'edit', { body: 'Retouchée.' })).status).toBe(200)
  await publishAll(site.env)
  expect(await site.env.PAGES.get(`erased/${signed.id}`, 'json')).toEqual({ erased: 'name', upTo: 1 })
  expect(await differences()).toEqual([])
})

test('an old value is found, though its metadata says that it is new, and replaced by a newer one', async () => {
  const key = blockKey('/seance/', 1)
  await site.env.PAGES.put(key, '{"notes":[],"blocks":1,"markup":"","weight":0}', { metadata: { wanted: 900 } })
  const found = await differences()
  expect(found).toEqual([{ key, what: 'old' }])
  await mendAll(found)
  const { value, metadata } = await site.env.PAGES.getWithMetadata<{ wanted: number }>(key)
  expect(value).toContain('Une œuvre.')
  expect(metadata?.wanted).toBe(901)
})

test('a value that is damaged, and no JSON any more, is found and mended, wherever it stands', async () => {
  const { PAGES } = site.env
  const key = blockKey('/seance/', 1)
  await PAGES.put(key, '{"a":', { metadata: { wanted: 900 } })
  await PAGES.put(permalinkKey(id), '7')
  await PAGES.put('note/00000000000y', '{"gone":')
  const found = await differences()
  expect(found).toEqual([
    { key, what: 'old' },
    { key: permalinkKey(id), what: 'old' },
    { key: 'note/00000000000y', what: 'stray' },
  ])
  await mendAll(found)
  expect(await PAGES.get(key)).toContain('Une œuvre.')
  expect(await PAGES.get('note/00000000000y')).toBeNull()
  expect(await differences()).toEqual([])
})

test('a value that nothing in D1 accounts for is taken away, unless it says that a note is gone', async () => {
  await site.env.PAGES.put('block/7:/seance/', '{"notes":[],"blocks":7,"markup":"intrus","weight":0}')
  await site.env.PAGES.put('note/00000000000z', '{"gone":true}')
  const found = await differences()
  expect(found).toEqual([{ key: 'block/7:/seance/', what: 'stray' }])
  await mendAll(found)
  expect(await site.env.PAGES.get('block/7:/seance/')).toBeNull()
  expect(await site.env.PAGES.get('note/00000000000z')).not.toBeNull()
})

test('what is published while the comparison runs is neither stray nor taken away', async () => {
  const { PAGES } = site.env
  const later = await sendNote(site, { body: 'Entre-temps.' })
  await PAGES.delete('counts')
  const found: Difference[] = []
  for await (const difference of compareNotes(site.env, parsePageIndex((await PAGES.get(INDEX_KEY)) ?? ''))) {
    if (difference.key === 'counts') await moderator.decide(later.id, 'approve')
    found.push(difference)
  }
  expect(found).toEqual([{ key: 'counts', what: 'missing' }])
  await mendAll(found)
  expect(await PAGES.get(permalinkKey(later.id))).toContain('Entre-temps.')
  expect(await differences()).toEqual([])
})

test('a stray value whose key a note has come to meanwhile is written again', async () => {
  await mendAll([{ key: blockKey('/seance/', 1), what: 'stray' }])
  expect(await site.env.PAGES.get(blockKey('/seance/', 1))).toContain('Une œuvre.')
})

test('a value that another version of the program wants written does not keep the others from being mended', async () => {
  const { DB, PAGES } = site.env
  await DB.prepare(`INSERT INTO outbox (key, behind_since) VALUES ('inconnue/1', '2022')`).run()
  await PAGES.delete(permalinkKey(id))
  for (const difference of await differences()) await mendValue(site.env, difference, new Date())
  expect(await publishAll(site.env)).toBe(1)
  expect(await differences()).toEqual([])
  await DB.prepare(`DELETE FROM outbox WHERE key = 'inconnue/1'`).run()
})

test('a number of notes and a search copy that are wrong are told, left alone on trial, and mended', async () => {
  const { DB } = site.env
  await DB.prepare('UPDATE page_counts SET published = published + 3').run()
  await DB.prepare(`UPDATE revisions SET search = 'autre chose' WHERE note_id = ?1`).bind(id).run()
  for (const mend of [false, true]) {
    expect(await repairCounts(DB, { mend })).toBe(1)
    expect(await repairSearchCopies(DB, { mend })).toBe(1)
  }
  expect(await repairCounts(DB, { mend: false })).toBe(0)
  expect(await repairSearchCopies(DB, { mend: false })).toBe(0)
  const row = await DB.prepare('SELECT search FROM revisions WHERE note_id = ?1').bind(id).first()
  expect(row).toEqual({ search: 'une oeuvre' })
})

test('what the search knows of the pages is held to the pages that are published', async () => {
  const { DB, PAGES } = site.env
  const index = parsePageIndex((await PAGES.get(INDEX_KEY)) ?? '')
  await DB.prepare(`UPDATE page_search SET search = '' WHERE address = '/seance/'`).run()
  await DB.prepare(`DELETE FROM page_search WHERE address = '/autre/'`).run()
  const pages = await publishedPages(PAGES, index)
  expect(await syncPageSearch(DB, pages, { dryRun: true })).toEqual({ added: 1, changed: 1, removed: 0 })
  expect(await syncPageSearch(DB, pages)).toEqual({ added: 1, changed: 1, removed: 0 })
  expect(await syncPageSearch(DB, pages)).toEqual({ added: 0, changed: 0, removed: 0 })
})

test('documents that were composed before a value was written again are composed anew, though nobody decides any more', async () => {
  const archive = async () => (await site.get('/archive.zip')).status
  await moderator.decide(id, 'unpublish')
  const mendAndCompose = async (found: Difference[]) => {
    await mendAll(found)
    await site.env.DB.prepare(`UPDATE outbox SET due_at = '' WHERE key GLOB 'document/*'`).run()
    await site.runCron()
    expect([await archive(), await differences()]).toEqual([200, []])
  }
  await mendAndCompose([])
  await site.env.PAGES.delete('taken-away')
  await mendAndCompose(await differences())
  const key = 'document/archive.zip'
  // As a site that was mended by an older program: the count rose, and the documents were not wanted.
  await site.env.DB.prepare(`UPDATE outbox SET wanted = wanted + 1 WHERE key = 'taken-away'`).run()
  await publishAll(site.env)
  expect(await differences()).toContainEqual({ key, what: 'old' })
  await mendAndCompose(await differences())
  await site.env.PAGES.put(key, '<html')
  expect(await differences()).toEqual([{ key, what: 'old' }])
  await mendAndCompose(await differences())
})

test('a damaged mark of an erasure keeps no other from being read, and is written again', async () => {
  const erasures = async () => {
    const found: string[] = []
    for await (const { id } of readErasures(site.env.PAGES)) found.push(id)
    return found
  }
  const [gone, damaged] = [await sendNote(site), await sendNote(site)]
  for (const { receipt } of [gone, damaged]) await site.get(`/api/receipts/${receipt}`, { method: 'DELETE' })
  await publishAll(site.env)
  const key = `erased/${damaged.id}`
  await site.env.PAGES.put(key, '<html>')
  expect(await erasures()).toContain(gone.id)
  const found = await differences()
  expect(found).toEqual([{ key, what: 'old' }])
  await mendAll(found)
  expect(await erasures()).toEqual(expect.arrayContaining([gone.id, damaged.id]))
})
