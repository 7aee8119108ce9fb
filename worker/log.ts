/** What went wrong by our own doing, whole, as one JSON record a line. Never a text, an address or a token of a visitor. */
export function logFault(what: string, error: unknown, more: Record<string, string> = {}): void {
  const cause = error instanceof Error ? { message: error.message, stack: error.stack } : { message: String(error) }
  console.error(JSON.stringify({ level: 'error', what, ...cause, ...more }))
}
