import type { Env } from '../env'
import { readPublished, readPublishedMany } from '../publishing/published-values'
import { type Block, blockKey, type PublishedNote } from '../publishing/values'
import { momentText } from '../site/dates'
import { nestedSource } from '../site/note-source'
import type { PageEntry, PageIndex } from '../site/page-index'
import { encodePath, markdownAddress } from '../site/paths'
import { stringsFor } from '../site/strings'
import { type FinishedPage, finishDocument } from './finished-page'
import { publishedBody } from './published-body'

/** A bulk read of KV takes this many. https://developers.cloudflare.com/kv/api/read-key-value-pairs/ */
const KEYS_A_READ = 100

/**
 * A page as Markdown, with all its published notes; made of what KV holds, without D1.
 * @returns Null: the page was published before there was any Markdown of it.
 */
export async function readPageAsMarkdown(
  env: Env,
  waitUntil: (work: Promise<unknown>) => void,
  index: PageIndex,
  address: string,
  entry: PageEntry,
): Promise<FinishedPage | null> {
  if (entry.markdown === undefined) return null
  const name = encodePath(markdownAddress(address)).slice(1)
  const [body, notes] = await Promise.all([
    publishedBody(env, waitUntil, name, entry.markdown).then((response) => response.text()),
    entry.notes ? allNotes(env, entry.id) : [],
  ])
  const page = index.site.url + encodePath(address)
  const lang = entry.lang ?? index.site.lang
  const text = notes.length > 0 ? `${body}\n${notesSource(notes, index, lang)}` : body
  return finishDocument(text, 'text/markdown; charset=utf-8', {
    Link: `<${page}>; rel="canonical"`,
    'Content-Language': lang,
  })
}

async function allNotes({ PAGES }: Env, id: string): Promise<PublishedNote[]> {
  const first = (await readPublished<Block>(PAGES, blockKey(id, 1))).value
  if (!first) return []
  const notes = [...first.notes]
  for (let next = 2; next <= first.blocks; next += KEYS_A_READ) {
    const upTo = Math.min(first.blocks, next + KEYS_A_READ - 1)
    const keys = Array.from({ length: upTo - next + 1 }, (_, n) => blockKey(id, next + n))
    for (const block of await readPublishedMany<Block>(PAGES, keys)) notes.push(...(block?.notes ?? []))
  }
  return notes
}

function notesSource(notes: PublishedNote[], { site }: PageIndex, lang: string): string {
  const t = stringsFor(lang)
  const sources = notes.map(({ id, author, body, publishedAt, edited }) => {
    const time = momentText(publishedAt, site.timezone, lang)
    const facts = `[${time}](${site.url}/notes/${id}/)${edited ? ` · ${t.edited}` : ''}`
    return `### ${inertLine(author ?? t.anonymous)}\n\n${nestedSource(body, 3).trim()}\n\n${facts}\n`
  })
  return `## ${t.notes}\n\n${sources.join('\n')}\n${t.licence(site.licence.name)} <${site.licence.url}>\n`
}

/** A name is one line of words, whatever signs of Markdown it holds. */
function inertLine(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
}
