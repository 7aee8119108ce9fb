import * as v from 'valibot'
import { decisionActions, organiserActions } from '../notes/note'

/** The bodies of the moderators' calls, as the API's description shows them. */

/** Items that one call decides on. */
export const BULK_MAX = 100

const version = v.pipe(v.number(), v.safeInteger())
const reason = v.nullish(v.string())

export const decisionSchema = v.strictObject({
  action: v.picklist([...decisionActions, ...organiserActions, 'dismiss']),
  version,
  reason,
  body: v.nullish(v.string()),
})

/** `edit` writes one note's text, so it is no decision about several. */
export const bulkSchema = v.strictObject({
  action: v.picklist([...decisionActions.filter((action) => action !== 'edit'), ...organiserActions, 'dismiss']),
  items: v.pipe(v.array(v.strictObject({ id: v.string(), version })), v.minLength(1), v.maxLength(BULK_MAX)),
  reason,
})
