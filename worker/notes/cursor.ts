/** Where the last item of a list stood; to whoever gets it, an opaque text. */
export type Place = { since: string; seq: number }

const LIMIT_DEFAULT = 20
const LIMIT_MAX = 100

/** How many items were asked for; what is no such number asks for the usual helping. */
export function limitOf(asked: string | undefined): number {
  const limit = Number(asked ?? LIMIT_DEFAULT)
  return Number.isInteger(limit) && limit >= 1 ? Math.min(limit, LIMIT_MAX) : LIMIT_DEFAULT
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

export function writeCursor({ since, seq }: Place): string {
  return btoa(JSON.stringify([since, seq]))
}
