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

/** How a cursor reads, once decoded, in a list that goes by times; reports count below zero. */
export const byTime = /^\["\d{4}-\d\d-[^"]+",-?\d{1,15}]$/
/** In one that goes by numbers alone. */
export const byNumber = /^\["",\d{1,15}]$/

/** Whether a program got this from such a list of ours. An empty one begins the list. */
export function isCursor(cursor: string, order: RegExp): boolean {
  return cursor === '' || readCursor(cursor, order).seq !== 0
}

/** A cursor that is none of such a list begins it again: a person's page does no worse. */
export function readCursor(cursor: string | null, order: RegExp): Place {
  try {
    const text = atob(cursor ?? '')
    if (order.test(text)) {
      const [since, seq] = JSON.parse(text) as [string, number]
      return { since, seq }
    }
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
