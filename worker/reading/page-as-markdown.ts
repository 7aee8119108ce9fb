import type { RequestStores } from '../env'
import { readPublished } from '../publishing/published-values'
import { type Block, blockKey, type PublishedNote } from '../publishing/values'
import type { PageEntry, PageIndex } from '../site/page-index'
import { encodePath, markdownAddress } from '../site/paths'
import { type FinishedPage, finishDocument } from './finished-page'
import { markdownWithNotes } from './markdown-with-notes'
import { BlocksAhead } from './proceedings/blocks-ahead'
import { publishedBody } from './published-body'

/**
 * A page as Markdown, with all its published notes; made of what KV holds, without D1.
 * @returns Null: the page was published by a version that made no Markdown of it.
 */
export async function readPageAsMarkdown(
  stores: RequestStores,
  index: PageIndex,
  address: string,
  entry: PageEntry,
): Promise<FinishedPage | null> {
  if (entry.markdown === undefined) return null
  const [body, first] = await Promise.all([
    publishedBody(stores, index.site.url + encodePath(markdownAddress(address)), entry.markdown).then((response) =>
      response.text(),
    ),
    entry.notes ? readPublished<Block>(stores.PAGES, blockKey(entry.id, 1)) : null,
  ])
  const notes = notesFrom(stores, entry.id, first?.value ?? null)
  const page = index.site.url + encodePath(address)
  const lang = entry.lang ?? index.site.lang
  let text = ''
  for await (const piece of markdownWithNotes(body, notes, index.site, lang)) text += piece
  return finishDocument(text, 'text/markdown; charset=utf-8', {
    Link: `<${page}>; rel="canonical"`,
    'Content-Language': lang,
  })
}

async function* notesFrom(
  { PAGES }: Pick<RequestStores, 'PAGES'>,
  id: string,
  first: Block | null,
): AsyncGenerator<PublishedNote> {
  if (!first) return
  yield* first.notes
  const others: string[] = []
  for (let block = 2; block <= first.blocks; block++) others.push(blockKey(id, block))
  const blocks = new BlocksAhead(PAGES, others)
  for (const key of others) {
    const [block] = await blocks.read([key])
    yield* block?.notes ?? []
  }
}
