import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAgreement, letMinutesPass } from '../support/agreement'
import { amount } from '../support/amount'
import { type RunningSite, startSite } from '../support/harness'
import { postJson, TestModerator } from '../support/people'

/** Everybody at once: who reads, who writes, who decides, on stores that refuse what the platform's would refuse. */
const ATTENDEES = amount({ slice: 60, whole: 10_000 })
const AT_ONCE = 40
const SESSIONS = 20
const strict = { 'X-Test-Faults': 'strict' }

let site: RunningSite
let moderator: TestModerator
beforeAll(async () => {
  site = await startSite({ instrumented: true })
  const pages = Array.from({ length: SESSIONS }, (_, n) => [
    `content/s${n}.md`,
    `---\ntitle: Séance ${n}\nnotes: open\n---\n\nTexte.\n`,
  ])
  await site.publish(Object.fromEntries(pages))
  moderator = await TestModerator.join(site)
})
afterAll(() => site.close())

const counts = new Map<string, number>()
async function ask(what: string, request: Promise<Response>): Promise<Response> {
  const response = await request
  const key = `${what} ${response.status}`
  counts.set(key, (counts.get(key) ?? 0) + 1)
  return response
}

/** Reads a little, and writes one note; from an address of its own, because a minute is not a day. */
async function attend(n: number): Promise<void> {
  const page = `/s${n % SESSIONS}/`
  for (const path of ['/', page, `/s${(n * 7) % SESSIONS}/`]) {
    await (await ask('view', site.get(path, { headers: strict }))).text()
  }
  const note = { page, body: `Ce que j’ai retenu, par le numéro ${n}.`, licence: 'CC-BY-SA-4.0' }
  const from = { 'CF-Connecting-IP': `2001:db8::${n.toString(16)}`, 'Idempotency-Key': `attendee-number-${n}-of-them` }
  await ask('send', postJson(site, '/api/notes', note, { ...strict, ...from }))
}

async function moderate(isOver: () => boolean): Promise<void> {
  for (;;) {
    const queue = (await (await moderator.get('/api/admin/notes?limit=100')).json()) as {
      items: { id: string; version: number }[]
    }
    const items = queue.items.map(({ id, version }) => ({ id, version }))
    if (items.length === 0 && isOver()) return
    if (items.length === 0) await new Promise((resolve) => setTimeout(resolve, 200))
    else {
      const decision = { action: 'approve', items }
      await ask('decide', postJson(site, '/api/admin/decisions', decision, { ...strict, ...moderator.headers }))
    }
  }
}

test(
  `${ATTENDEES} people read and write while a moderator decides: nothing is refused, everything shows`,
  async () => {
    const numbers = Array.from({ length: ATTENDEES }, (_, n) => n).values()
    let isOver = false
    const moderating = moderate(() => isOver)
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const n of numbers) await attend(n)
      }),
    )
    isOver = true
    await moderating
    expect(counts.get('view 200')).toBe(3 * ATTENDEES)
    expect(counts.get('send 201')).toBe(ATTENDEES)
    expect([...counts.keys()].toSorted()).toEqual(['decide 200', 'send 201', 'view 200'])

    const behind = site.env.DB.prepare(
      `SELECT count(*) AS keys FROM outbox WHERE published < wanted AND key NOT GLOB 'document/*'`,
    )
    let minutes = 0
    for (; minutes < ATTENDEES && (await behind.first('keys')) !== 0; minutes++) {
      await letMinutesPass(site)
      await site.runCron()
    }
    // Each lot of a hundred decisions is a minute's work.
    expect(minutes).toBeLessThanOrEqual(2 + ATTENDEES / 100)
    await expectAgreement(site)
    const { byStatus } = (await (await moderator.get('/api/admin/stats')).json()) as {
      byStatus: Record<string, number>
    }
    expect(byStatus).toMatchObject({ published: ATTENDEES, pending: 0, withdrawn: 0 })
  },
  amount({ slice: 60_000, whole: 30 * 60_000 }),
)
