import { createRequire } from 'node:module'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PublishedNote } from '../../worker/publishing/values'
import { bookOf } from '../../worker/reading/proceedings/book'
import { proceedingsEpub } from '../../worker/reading/proceedings/epub'
import type { NoteSource } from '../../worker/reading/proceedings/note-source'
import { renderNote } from '../../worker/site/note-markdown'
import { parsePageIndex } from '../../worker/site/page-index'
import { epubFaults } from '../support/epub-rules'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes } from '../support/people'

let site: RunningSite
beforeAll(async () => {
  site = await startSite()
  await site.publish(pagesWithNotes)
})
afterAll(() => site.close())

const { tests: examples } = createRequire(import.meta.url)('commonmark-spec') as { tests: { markdown: string }[] }

/** A book of notes of one page, as if these texts had been published. */
async function bookWith(bodies: string[], author: string | null = 'Goéland'): Promise<Uint8Array> {
  const index = parsePageIndex((await site.env.PAGES.get('index')) ?? '')
  const source: NoteSource = {
    counts: bodies.length > 0 ? { '/seance/': bodies.length } : {},
    inOrder: () =>
      async function* () {
        for (const [n, body] of bodies.entries()) yield noteOf(n, body, author)
      },
  }
  const all: Uint8Array[] = []
  for await (const chunk of proceedingsEpub(bookOf(index, [], source))) all.push(chunk)
  return new Uint8Array(Buffer.concat(all))
}

function noteOf(n: number, body: string, author: string | null): PublishedNote {
  return {
    ...{ id: `note${n}`, number: n + 1, page: '/seance/', author, body, html: renderNote(body) },
    ...{ publishedAt: '2022-07-06T10:00:00.000Z', revision: 1, edited: false },
  }
}

test('a book without a note is a whole book', async () => {
  expect(epubFaults(await bookWith([]))).toEqual([])
})

test('every example of CommonMark, and texts that nobody expects, make a book without a fault', async () => {
  const odd = [
    '| a | b |\n|:-:|--:|\n| 1 | 2 |',
    'un\uFFFEdeux\uFFFF',
    '<b>&nbsp;&copy;</b> ]]> <!-- -->',
    '# \u202Eabc',
    '- [ ] à faire',
    '&#14;',
  ]
  const texts = examples.map(({ markdown }) => markdown.trim()).filter((text) => text !== '')
  const bytes = await bookWith([...texts, ...odd], '"<Ana> & ]]>\u202E')
  expect(epubFaults(bytes)).toEqual([])
  const chapters = Object.keys(unzipSync(bytes)).filter((name) => /s1-\d+\.xhtml$/.test(name))
  expect(chapters.length).toBeGreaterThan(10)
})

describe('the rules see what is wrong', () => {
  const changed = async (name: string, change: (text: string) => string): Promise<string[]> => {
    const files = unzipSync(await bookWith(['Un.', 'Deux.']))
    files[name] = strToU8(change(strFromU8(files[name] ?? new Uint8Array())))
    const mimetype = files.mimetype ?? new Uint8Array()
    delete files.mimetype
    return epubFaults(zipSync({ mimetype: [mimetype, { level: 0 }], ...files }))
  }

  test.each<[string, string, (text: string) => string]>([
    ['markup that is not closed', 'EPUB/s1-1.xhtml', (text) => text.replace('</section>', '')],
    ['an entity of HTML', 'EPUB/s1-1.xhtml', (text) => text.replace('Un.', 'Un&nbsp;.')],
    ['a link to nowhere', 'EPUB/sommaire.xhtml', (text) => text.replace('s1-1.xhtml', 's9.xhtml')],
    ['a file that the manifest forgets', 'EPUB/package.opf', (text) => text.replace(/<item id="s1-1".*\n/, '')],
    ['an id twice', 'EPUB/s1-1.xhtml', (text) => text.replace('note-note1', 'note-note0')],
  ])('%s', async (_, name, change) => {
    expect(await changed(name, (text) => text)).toEqual([])
    expect(await changed(name, change)).not.toEqual([])
  })

  test('compressed where it must not be', async () => {
    expect(epubFaults(zipSync(unzipSync(await bookWith(['Un.']))))).not.toEqual([])
  })
})
