import { INDEX_KEY, type PageIndex, parsePageIndex } from '../worker/site/page-index'
import { CommandError } from './command'
import { hasTable } from './migrations'
import type { Platform } from './platform'

/** The index of a site that is ready for notes. @throws CommandError when nothing was published, or D1 has no tables yet. */
export async function publishedSite({ PAGES, DB }: Pick<Platform, 'PAGES' | 'DB'>): Promise<PageIndex> {
  const index = await PAGES.get(INDEX_KEY)
  if (index === null || !(await hasTable(DB, 'outbox'))) {
    throw new CommandError(
      'Le site n’est pas encore prêt : lancez d’abord « npm start » (en ligne, « npm run deploy »).',
    )
  }
  return parsePageIndex(index)
}
