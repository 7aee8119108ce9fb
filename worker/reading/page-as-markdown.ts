import type { Env } from '../env'
import { readPublished, readPublishedMany } from '../publishing/published-values'
import { type Block, blockKey, type PublishedNote } from '../publishing/values'
import type { PageEntry, PageIndex } from '../site/page-index'
import { encodePath, markdownAddress } from '../site/paths'
import { type FinishedPage, finishDocument } from './finished-page'
import { markdownWithNotes } from './markdown-with-notes'
import { publishedBody } from './published-body'

/** A bulk read of KV takes this many. https://developers.cloudflare.com/kv/api/read-key-value-pairs/ */
const KEYS_A_READ = 100

/**
 * A page as Markdown, with all its published notes; made of what KV holds, without D1.
 * @returns Null: the page was published by a version that made no Markdown of it.
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
  let text = ''
  for await (const piece of markdownWithNotes(body, notes, index.site, lang)) text += piece
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
