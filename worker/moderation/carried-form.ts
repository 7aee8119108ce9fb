import * as v from 'valibot'
import type { SentField } from './kept-form'

/** A whole form as one field of another: what a moderator had sent waits in the page until they have signed in. */

/** The field's name. */
export const CARRIED = 'garde'

const shape = v.pipe(v.string(), v.parseJson(), v.array(v.strictTuple([v.string(), v.string()])))

export function packForm(fields: SentField[]): string {
  return JSON.stringify(fields)
}

/** None when there is no such field, or it is not one of ours. */
export function unpackForm(value: unknown): SentField[] {
  const parsed = v.safeParse(shape, value)
  return parsed.success ? parsed.output : []
}
