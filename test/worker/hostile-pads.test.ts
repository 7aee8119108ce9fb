import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CommandError } from '../../cli/command'
import { complaintsAbout } from '../../cli/corpora/markup-oracle'
import { ownTexts } from '../../cli/corpora/own-texts'
import { importPads } from '../../cli/import/pads'
import { parsePageIndex } from '../../worker/site/page-index'
import { amount } from '../support/amount'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
let folder = ''
beforeAll(async () => {
  site = await startSite()
  await site.publish({ ...pagesWithNotes, 'content/encore.md': '---\ntitle: Encore\nnotes: open\n---\n' })
  moderator = await TestModerator.join(site)
  folder = await mkdtemp(join(tmpdir(), 'kesako-hostile-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await site.close()
})

/** @returns Whether it came in; a pad may be refused with a sentence, and then nothing of it is stored. */
async function bring(path: string, page: string, now: Date): Promise<boolean> {
  const index = parsePageIndex((await site.env.PAGES.get('index')) ?? '')
  try {
    await importPads({ DB: site.env.DB }, index, path, { page, rehearsal: false, now })
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(CommandError)
    return false
  }
}

const texts = ownTexts.filter((_, n) => n % amount({ slice: 3, whole: 1 }) === 0)

// The same text for the same page is the same note: each kind has a page of its own.
test.each([
  ['txt', '/seance/'],
  ['md', '/autre/'],
  ['html', '/encore/'],
])('hostile pads as .%s come in as text, and wait', async (type, page) => {
  const now = new Date()
  let taken = 0
  for (const [n, text] of texts.entries()) {
    const path = join(folder, `${n}.${type}`)
    await writeFile(path, `Compte rendu.\n\n${text}`)
    if (await bring(path, page, now)) taken++
  }
  expect(taken).toBeGreaterThan(texts.length - 4)
  const notes = site.env.DB.prepare('SELECT id FROM notes WHERE page = ?1').bind(page)
  const { results } = await notes.all<{ id: string }>()
  expect(results.length).toBeGreaterThan(texts.length / 2)
  for (const { id } of results) {
    const note = await moderator.note(id)
    expect(note.status).toBe('pending')
    expect(complaintsAbout(note.html ?? ''), note.body ?? '').toEqual([])
  }
})
