/** What went wrong by our own doing, whole, as one JSON record a line. Never a text, an address or a token of a visitor. */
export function logFault(what: string, error: unknown, more: Record<string, string> = {}): void {
  console.error(JSON.stringify({ level: 'error', what, ...whole(error), ...more }))
}

type Whole = { message: string; stack?: string | undefined; cause?: Whole }

/** An error with what caused it: a stack holds no `cause`, and the store's own words are there. */
export function whole(error: unknown, causes = MOST_CAUSES): Whole {
  if (!(error instanceof Error)) return { message: String(error) }
  const { message, stack, cause } = error
  return { message, stack, ...(cause !== undefined && causes > 0 && { cause: whole(cause, causes - 1) }) }
}

/** More than any of ours has; a chain of causes may go round. */
const MOST_CAUSES = 5
