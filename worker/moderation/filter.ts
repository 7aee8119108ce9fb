import type { KVNamespace } from '@cloudflare/workers-types'
import { publishedSessions } from '../last-published'
import { type Status, statuses } from '../notes/note'
import { type Fault, pageOf } from '../notes/submission'
import type { PageIndex } from '../site/page-index'
import { queryFault } from '../site/search-words'
import { itemKinds, type QueueFilter } from './queue'

/** What narrows the queue, as it stands in an address. */
export const filterNames = ['status', 'kind', 'page', 'theme', 'flag', 'q'] as const
export type FilterQuery = { [name in (typeof filterNames)[number]]?: string | undefined }

/** What a program is told: it would take the whole queue for what it asked for. A page shows what it lists. */
export function filterFaults({ status, kind, q }: FilterQuery): Fault[] {
  const isOneOf = (list: readonly string[], asked: string | undefined) => !asked || list.includes(asked)
  const fault = queryFault(q)
  return [
    ...(isOneOf(statuses, status) ? [] : [{ field: 'status', code: 'choice_unknown' } as const]),
    ...(isOneOf(itemKinds, kind) ? [] : [{ field: 'kind', code: 'choice_unknown' } as const]),
    ...(fault ? [{ field: 'q', code: fault } as const] : []),
  ]
}

/** What the queue is asked for. A state or kind that does not exist narrows nothing, a page or theme to nothing. */
export async function filterOf(query: FilterQuery, index: PageIndex, pages: KVNamespace): Promise<QueueFilter> {
  const { status, kind, page, theme, flag, q } = query
  return {
    status: statuses.find((each) => each === status) ?? ('pending' satisfies Status),
    kind: itemKinds.find((each) => each === kind),
    pages: page ? [pageOf(page, index)?.entry.id ?? page] : theme ? await pagesOfTheme(theme, index, pages) : undefined,
    flag,
    words: q,
  }
}

/** The same filter in another address; empty when nothing is narrowed. */
export function filterSearch(query: FilterQuery): string {
  const set = filterNames.flatMap((name): [string, string][] => {
    const value = query[name]
    return value ? [[name, value]] : []
  })
  return new URLSearchParams(set).toString()
}

/** The notes of one session, or those judged as spam: what may be ticked as a whole, because nothing else is among them. */
export function isOneSet({ page, status }: FilterQuery): boolean {
  return Boolean(page) || status === ('spam' satisfies Status)
}

async function pagesOfTheme(theme: string, index: PageIndex, pages: KVNamespace): Promise<string[]> {
  const sessions = await publishedSessions(pages, index)
  return sessions.filter((each) => each.theme === theme).map(({ address }) => index.pages[address]?.id ?? address)
}
