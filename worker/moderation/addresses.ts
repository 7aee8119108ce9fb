import { type FilterQuery, filterSearch } from './filter'

/** The page of a note or report's note, within the filter that the moderator works in. @param done Id of what was just decided. */
export function noteAddress(id: string, query: FilterQuery, done?: string): string {
  return `/moderation/notes/${id}/${search(query, done)}`
}

export function queueAddress(query: FilterQuery, done?: string): string {
  return `/moderation/${search(query, done)}`
}

/** The list once more, for who has ticked nothing. */
export function chooseAddress(query: FilterQuery): string {
  return `/moderation/?${new URLSearchParams([...new URLSearchParams(filterSearch(query)), ['choisir', '1']])}`
}

/** Leads to the next item behind the one of that moment. */
export function nextAddress(query: FilterQuery, after: string): string {
  const more = new URLSearchParams(filterSearch(query))
  if (after) more.set('apres', after)
  return `/moderation/suivante/${more.size > 0 ? `?${more}` : ''}`
}

function search(query: FilterQuery, done: string | undefined): string {
  const all = new URLSearchParams(filterSearch(query))
  if (done) all.set('fait', done)
  return all.size > 0 ? `?${all}` : ''
}
