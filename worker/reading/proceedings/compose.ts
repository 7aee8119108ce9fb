import type { KVNamespace } from '@cloudflare/workers-types'
import type { Stores } from '../../env'
import { indexIfPublished, publishedSessions } from '../../last-published'
import type { DocumentName } from '../../notes/documents'
import type { Composition } from '../../publishing/documents'
import { sourceOf } from '../../site/needed-style'
import type { PageIndex } from '../../site/page-index'
import { Unavailable } from '../../site/unavailable'
import { archive } from './archive'
import { bookOf } from './book'
import { proceedingsEpub } from './epub'
import { proceedingsPage } from './html'
import { proceedingsJson } from './json'
import { proceedingsMarkdown } from './markdown'
import { type NoteSource, provenNotes, publishedNotes } from './note-source'
import { proceedingsStyle } from './style'
import { encoded } from './zip'

/** A document of what D1 says is published now: what the cron keeps. */
export async function composeProven(stores: Stores, name: DocumentName): Promise<Composition> {
  return compose(stores.PAGES, name, (index) => provenNotes(stores.DB, stores.PAGES, index))
}

/** A document of what visitors see now, for the time until the cron has composed one. Reads no D1. */
export async function composePublished(pages: KVNamespace, name: DocumentName): Promise<Composition> {
  return compose(pages, name, () => publishedNotes(pages))
}

async function compose(
  pages: KVNamespace,
  name: DocumentName,
  source: (index: PageIndex) => Promise<NoteSource>,
): Promise<Composition> {
  const index = await indexIfPublished(pages)
  if (!index) throw new Unavailable('Nothing is published yet.')
  const sessions = await publishedSessions(pages, index)
  const book = bookOf(index, sessions, await source(index))
  switch (name) {
    case 'actes.html':
      return { bytes: encoded(proceedingsPage(book)), style: await sourceOf(proceedingsStyle(index.site)) }
    case 'actes.md':
      return { bytes: encoded(proceedingsMarkdown(book)) }
    case 'actes.json':
      return { bytes: encoded(proceedingsJson(book)) }
    case 'actes.epub':
      return { bytes: proceedingsEpub(book) }
    case 'archive.zip':
      return { bytes: archive(pages, index, sessions, book) }
  }
}
