import type { Parsed } from './submission'

/** Where the last item of a list stood; to whoever gets it, an opaque text. */
export type Place = { since: string; seq: number }

/** How many items a program gets at once. The API's description promises them. */
export const LIMIT_DEFAULT = 20
export const LIMIT_MAX = 100

/**
 * Parses how many items were asked for; a program that gets another number would take it for the whole list. What is left
 * empty was not asked for.
 */
export function parseLimit(parameter = ''): Parsed<number> {
  const asked = parameter || String(LIMIT_DEFAULT)
  const value = Number(asked)
  return /^\d+$/.test(asked) && value >= 1 && value <= LIMIT_MAX
    ? { ok: true, value }
    : { ok: false, faults: [{ field: 'limit', code: 'limit_range' }] }
}

/** Whether a program got this from us. An empty one begins the list. */
export function isCursor(cursor: string): boolean {
  const { since, seq } = readCursor(cursor)
  return cursor === '' || since !== '' || seq !== 0
}

/** A cursor that is not one of ours begins the list again: a person's page does no worse. */
export function readCursor(cursor: string | null): Place {
  try {
    const [since, seq] = JSON.parse(atob(cursor ?? '')) as unknown[]
    if (typeof since === 'string' && Number.isSafeInteger(seq)) return { since, seq: Number(seq) }
  } catch {
    // From the beginning.
  }
  return { since: '', seq: 0 }
}

/**
 * A part of a list.
 * @param rows One more than are shown tells that something follows.
 * @returns `next`: where that begins; null: nothing follows.
 */
export function partOf<T>(rows: T[], limit: number, placeOf: (last: T) => Place): { shown: T[]; next: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { shown, next: rows.length > limit && last ? writeCursor(placeOf(last)) : null }
}

function writeCursor({ since, seq }: Place): string {
  return btoa(JSON.stringify([since, seq]))
}
