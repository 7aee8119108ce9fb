import { afterAll, beforeAll, expect, test } from 'vitest'
import { letMinutesPass } from '../support/agreement'
import { amount } from '../support/amount'
import { callsOf } from '../support/faults'
import { type RunningSite, startSite } from '../support/harness'
import { formIn } from '../support/html'
import { pagesWithNotes, sendNote, TestDesk, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
let desk: TestDesk
beforeAll(async () => {
  site = await startSite({ instrumented: true })
  await site.publish(pagesWithNotes)
  moderator = await TestModerator.join(site)
  desk = await TestDesk.open(site, moderator)
})
afterAll(() => site.close())

const reason = 'De quel moment parlez-vous ?\n\nMerci.'

/** @returns Ids of three notes that wait, and the form that returns them all. */
async function lot(): Promise<{ ids: string[]; fields: [string, string][] }> {
  const sent = await Promise.all(['Une.', 'Deux.', 'Trois.'].map((body) => sendNote(site, { body })))
  const ids = sent.map(({ id }) => id)
  const items = ids.map((id): [string, string] => ['item', `${id} 1`])
  return { ids, fields: [['action', 'reject'], ['confirm', 'oui'], ['reason', reason], ...items] }
}

const decided = async (ids: string[]) =>
  (await Promise.all(ids.map((id) => moderator.note(id)))).map((n) => n.decisions)

test(
  'by the form, whichever call of a store fails: what is left comes back with its words, and counts once',
  async () => {
    let calls = Number.POSITIVE_INFINITY
    for (let at = 1; at <= calls; at += amount({ slice: 3, whole: 1 })) {
      await letMinutesPass(site)
      const { ids, fields } = await lot()
      let response = await desk.post('/moderation/decisions/', fields, { 'X-Test-Fault-At': `${at} refused` })
      if (callsOf(response) < at) break
      calls = Math.max(callsOf(response), 10)
      for (let again = 0; again < 2; again++) {
        const form = await formIn(response)
        if (!form.fields.some(([name]) => name === 'item')) break
        expect({ at, fields: form.fields }).toEqual({
          at,
          fields: expect.arrayContaining([['reason', reason.replace('\n\n', '\r\n\r\n')]]),
        })
        response = await desk.post('/moderation/decisions/', form.fields)
      }
      expect({ at, status: response.status }).toEqual({ at, status: 200 })
      const once = [expect.objectContaining({ action: 'reject', reason })]
      expect({ at, decisions: await decided(ids) }).toEqual({ at, decisions: [once, once, once] })
    }
    expect(calls).toBeLessThan(100)
  },
  amount({ slice: 60_000, whole: 300_000 }),
)

test('by the API, each item says whether it was recorded', async () => {
  const ids = (await lot()).ids
  const items = ids.map((id) => ({ id, version: 1 }))
  let fault = 0
  let answer: Response
  do {
    fault++
    answer = await site.get('/api/admin/decisions', {
      method: 'POST',
      headers: { ...moderator.headers, 'Content-Type': 'application/json', 'X-Test-Fault-At': `${fault} refused` },
      body: JSON.stringify({ action: 'reject', reason, items }),
    })
  } while (answer.status >= 500)
  const { items: results } = (await answer.json()) as { items: { id: string; ok: boolean; code: number }[] }
  expect(results).toEqual([
    expect.objectContaining({ id: ids[0], ok: true, code: 200 }),
    { id: ids[1], ok: false, code: 503, status: 'pending', version: 1 },
    { id: ids[2], ok: false, code: 503, status: 'pending', version: 1 },
  ])
  expect(await decided(ids)).toEqual([[expect.anything()], [], []])
})
