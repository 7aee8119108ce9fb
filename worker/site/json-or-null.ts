/** What a store may hold that nobody of ours wrote, or not to its end. Null: it is no JSON, or neither an object nor a list. */
export function jsonOrNull<T = object>(text: string | null): T | null {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' ? (value as T | null) : null
  } catch {
    return null
  }
}
