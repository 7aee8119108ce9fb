import type { Context } from 'hono'
import type { AppContext } from '../env'
import type { Fault } from '../notes/submission'
import { publishedIndex } from '../published-index'
import { faultText, replyRefusal, replyUnknownChoice, replyUnreadable } from '../reply'
import { readForm } from '../request-body'
import { Room } from '../room'
import { storesOf } from '../stores'
import { chooseAddress } from './addresses'
import { BulkConfirmPage, BulkResultPage, type TickedItem } from './bulk-view'
import { type Decided, decideAll, findSubjects, isDoneAlready, type LotOutcome } from './decide'
import { BULK_MAX, parseDecisionForm, type TypedDecision, typedDecision } from './decision-body'
import type { FilterQuery } from './filter'
import { replyFramed } from './frame'
import { fieldsOf } from './kept-form'
import { filterInForm } from './queue-routes'
import { type BulkAction, bulkActions } from './queue-view'

/** Several ticked items at once, after a page that lists them. */
export const bulk = new Room()

bulk.post('/moderation/decisions/', async (c) => {
  const form = await readForm(c, ['item'])
  if (!form.ok) return replyUnreadable(c, form.status)
  const { action, item, confirm } = form.value
  const chosen = bulkActions.find((each) => each === action)
  const ticked = (Array.isArray(item) ? item : []).map(readItem).filter((each) => each !== null)
  if (!chosen) return replyUnknownChoice(c)
  const query = filterInForm(form.value)
  if (ticked.length === 0) return c.redirect(chooseAddress(query), 303)
  if (ticked.length > BULK_MAX) {
    return replyRefusal(c, 422, ({ form: { problem }, moderation: m }) => ({ title: problem, text: m.bulkTooMany }))
  }
  const typed = typedDecision(form.value)
  if (confirm !== 'oui') return askToConfirm(c, chosen, ticked, query, typed, [])
  const { site } = await publishedIndex(c)
  const parsed = parseDecisionForm('', { ...form.value, version: '1' }, site)
  if (!parsed.ok) return askToConfirm(c, chosen, ticked, query, typed, parsed.faults)
  const decisions = ticked.map((each): Decided => ({ ...parsed.value, ...each, action: chosen }))
  const moderator = c.get('moderator').name
  const outcomes = await decideAll(storesOf(c), moderator, decisions, new Date())
  const results = decisions.flatMap((decided, n) => {
    const result = outcomes[n]
    return result ? [{ id: decided.id, result: asMeant(result, decided, moderator) }] : []
  })
  const again = fieldsOf({
    ...form.value,
    item: ticked.filter((_, n) => outcomes[n]?.outcome === 'failed').map(({ id, version }) => `${id} ${version}`),
  })
  return replyFramed(c, (frame) => ({
    title: frame.t.moderation.bulkResult,
    children: <BulkResultPage {...frame} results={results} query={query} again={again} />,
  }))
})

/** What a lot that is sent again finds done by its first sending. */
function asMeant(result: LotOutcome, decided: Decided, moderator: string): LotOutcome {
  const isRepeat = result.outcome === 'stale' && isDoneAlready(result, decided, moderator)
  return isRepeat ? { ...result, outcome: 'done' } : result
}

type Item = { id: string; version: number }

/** A checkbox's value: the note or report, and the version that the moderator saw. */
function readItem(text: unknown): Item | null {
  const [, id, version] = /^([a-z0-9-]{1,40}) (\d{1,9})$/.exec(String(text)) ?? []
  return id === undefined ? null : { id, version: Number(version) }
}

async function askToConfirm(
  c: Context<AppContext>,
  action: BulkAction,
  ticked: Item[],
  query: FilterQuery,
  typed: TypedDecision,
  faults: Fault[],
): Promise<Response> {
  const subjects = await findSubjects(
    c.env,
    ticked.map(({ id }) => id),
  )
  const items = ticked.flatMap((item): TickedItem[] => {
    const subject = subjects.get(item.id)
    return subject ? [{ ...item, ...subject }] : []
  })
  return replyFramed(
    c,
    (frame) => {
      const messages = faults.map((fault) => ({ field: 'reason-reject', message: faultText(frame.t, fault) }))
      return {
        title: `${faults.length > 0 ? frame.t.form.errorPrefix : ''}${frame.t.moderation.bulkTitle(items.length)}`,
        children: (
          <BulkConfirmPage {...frame} action={action} items={items} query={query} typed={typed} faults={messages} />
        ),
      }
    },
    faults.length > 0 ? 422 : 200,
  )
}
