import type { KVNamespace } from '@cloudflare/workers-types'
import { sha256 } from '@noble/hashes/sha2.js'
import { alphabetically } from '../../site/alphabetical'
import { hexadecimal } from '../../site/digest'
import { inertLine } from '../../site/note-source'
import type { PageIndex, PublishedSession } from '../../site/page-index'
import { stringsFor } from '../../site/strings'
import { frabSchedule } from '../programme/frab-schedule'
import { type Seen, see, staticCopy } from '../static-copy/static-copy'
import { archivedNote } from './archived-note'
import type { Book } from './book'

import { textEntry, type ZipEntry, zipped } from './zip'

/**
 * `/archive.zip`: `notes/` (one Markdown file a note), `site/` (a static copy), `schedule.json`, credits, licence,
 * checksums. The same pages and notes give the same bytes. No file is in memory as a whole.
 */
export function archive(
  pages: KVNamespace,
  index: PageIndex,
  sessions: PublishedSession[],
  book: Book,
): AsyncIterable<Uint8Array> {
  return zipped(withChecksums(entries(pages, index, sessions, book)))
}

async function* entries(
  pages: KVNamespace,
  index: PageIndex,
  sessions: PublishedSession[],
  book: Book,
): AsyncIterable<ZipEntry> {
  const { site } = index
  const { actes: t } = stringsFor(site.lang)
  yield textEntry(`${t.readme}.md`, t.readmeText(site.title))
  yield textEntry('LICENSE.md', `# ${t.licenceTitle}\n\n${t.licence(site.licence.name)}\n\n<${site.licence.url}>\n`)
  yield textEntry('schedule.json', `${JSON.stringify(await frabSchedule(index, sessions, '1'), null, 2)}\n`)
  const credits = new Map<string | null, number>()
  const seen: Seen = { pageOfNote: new Map(), newest: [] }
  for (const { chapters } of book.days) {
    for (const chapter of chapters) {
      for await (const note of book.notesOf(chapter)) {
        credits.set(note.author, (credits.get(note.author) ?? 0) + 1)
        see(seen, note)
        const { name, text } = archivedNote(note, chapter, site)
        yield textEntry(name, text)
      }
    }
  }
  yield textEntry('CREDITS.md', creditsText(book, credits))
  yield* staticCopy(pages, index, sessions, book, seen)
}

function creditsText({ site }: Book, credits: Map<string | null, number>): string {
  const { actes: t } = stringsFor(site.lang)
  const named = [...credits].filter((entry): entry is [string, number] => entry[0] !== null)
  const lines = alphabetically(named, ([author]) => author).map(
    ([author, notes]) => `- ${inertLine(author)} (${t.notes(notes)})\n`,
  )
  const anonymous = credits.get(null)
  return `# ${t.creditsTitle}

${t.creditsIntro(site.event.name)}

${lines.join('')}${anonymous ? `\n${t.anonymousNotes(anonymous)}\n` : ''}`
}

/** The entries, then `SHA256SUMS` of them as `sha256sum` writes and checks it. */
async function* withChecksums(files: AsyncIterable<ZipEntry>): AsyncIterable<ZipEntry> {
  let sums = ''
  for await (const file of files) {
    // In the Worker the platform's own hash stands for the library's (worker/lean/), and answers later.
    const hash = sha256.create()
    yield { ...file, content: passing(file.content, async (chunk) => void (await hash.update(chunk))) }
    sums += `${hexadecimal(await hash.digest())}  ${file.name}\n`
  }
  yield textEntry('SHA256SUMS', sums)
}

async function* passing(
  chunks: ZipEntry['content'],
  seen: (chunk: Uint8Array) => Promise<void>,
): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    await seen(chunk)
    yield chunk
  }
}
