import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bringInPending } from '../../worker/notes/bring-in'
import { randomId } from '../../worker/notes/tokens'
import { LEASE_MS } from '../../worker/publishing/outbox'
import { blockKey, permalinkKey } from '../../worker/publishing/values'
import { expectAgreement } from '../support/agreement'
import { callsOf, causes } from '../support/faults'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, sendNote, TestDesk, TestModerator } from '../support/people'

const content = { ...pagesWithNotes, 'content/troisieme.md': '---\ntitle: Une troisième\nnotes: open\n---\n' }

let site: RunningSite
let moderator: TestModerator
beforeAll(async () => {
  site = await startSite({ instrumented: true })
  await site.publish(content)
  moderator = await TestModerator.join(site)
})
afterAll(() => site.close())

const formOf = (body: string) => ({
  page: '/seance/',
  body,
  licence: 'on',
  intent: 'send',
  key: `the-key-of-the-form-${body.replace(/\W/g, '-')}`,
})
const postNote = (fields: Record<string, string>, headers: Record<string, string>) =>
  site.get('/contribuer/', { method: 'POST', headers, body: new URLSearchParams(fields) })

function writersOf({ env }: RunningSite): Promise<number | null> {
  return env.DB.prepare('SELECT count(*) AS writers FROM outbox WHERE leased_until > ?1')
    .bind(new Date().toISOString())
    .first<number>('writers')
}

async function notesWith(body: string): Promise<number> {
  const { results } = await site.env.DB.prepare('SELECT note_id FROM revisions WHERE body = ?1').bind(body).all()
  return results.length
}

describe('sending, whichever call of a store fails', () => {
  test.each(['refused', 'lost'])(
    '(%s) the note is stored or its text comes back, and trying again makes one note',
    async (how) => {
      let reached = true
      for (let at = 1; reached; at++) {
        const fields = formOf(`Texte ${how} ${at}.`)
        const response = await postNote(fields, { 'X-Test-Fault-At': `${at} ${how}` })
        reached = callsOf(response) >= at
        if (response.status !== 303) {
          expect([at, response.status]).toEqual([at, 503])
          expect(await response.text()).toContain(fields.body)
        }
        const again = await postNote(fields, {})
        expect([at, again.status]).toEqual([at, 303])
        expect([at, await notesWith(fields.body)]).toEqual([at, 1])
      }
    },
  )

  test('a note comes in when the flood limit cannot be asked', async () => {
    expect((await postNote(formOf('Sans limiteur.'), { 'X-Test-Faults': 'FLOOD' })).status).toBe(303)
  })

  test('a note that is stored is told so, even when it cannot be flagged as the near copy of another isolate’s', async () => {
    const body = 'Le four à pain du quartier chauffe le samedi, et chacun apporte sa pâte et son bois.'
    const brought = { page: '/seance/', body, author: null, id: randomId(), sourceHash: 'un pad' }
    await bringInPending(site.env.DB, [brought], new Date().toISOString())
    const { id } = await sendNote(site, { body: `${body} Merci.` }, { 'X-Test-Faults': 'DB.run' })
    expect(causes(site, 'is not flagged')).toBe(1)
    expect((await moderator.note(id)).flags).not.toContain(`near:${(await moderator.note(brought.id)).reference}`)
  })

  test('a store that answers late is waited for', async () => {
    const fields = formOf('Une base lente.')
    expect((await postNote(fields, { 'X-Test-Faults': 'late DB.batch' })).status).toBe(303)
  })
})

describe('reporting, whichever call of a store fails', () => {
  test.each(['refused', 'lost'])(
    '(%s) the report is stored or its text comes back, and trying again makes one report',
    async (how) => {
      const { id } = await sendNote(site)
      await moderator.decide(id, 'approve', { version: 1 })
      let reached = 0
      // Until no call was left to fail.
      for (let at = 1; reached === at - 1 || at === 1; at++) {
        const reason = `Raison ${how} ${at}.`
        const report = (headers: Record<string, string>) => {
          const body = new URLSearchParams({ reason, key: `the-key-of-the-report-${how}-${at}` })
          return site.get(`/notes/${id}/signaler/`, { method: 'POST', headers, body })
        }
        const response = await report({ 'X-Test-Fault-At': `${at} ${how}` })
        if (callsOf(response) >= at) reached = at
        if (response.status !== 303) {
          expect([at, response.status]).toEqual([at, 503])
          expect(await response.text()).toContain(reason)
        }
        expect([at, (await report({})).status]).toEqual([at, 303])
        const { results } = await site.env.DB.prepare('SELECT id FROM reports WHERE reason = ?1').bind(reason).all()
        expect([at, results.length]).toEqual([at, 1])
      }
      expect(reached).toBeGreaterThan(2)
    },
  )
})

describe('a decision by form while the database fails', () => {
  test('gives back every word that was typed, to be sent again', async () => {
    const { id } = await sendNote(site)
    const fields = { version: '1', action: 'edit', body: 'Mon long travail.', file: 'page=%2Fseance%2F' }
    const response = await site.get(`/moderation/notes/${id}/decisions/`, {
      method: 'POST',
      headers: { 'X-Test-Faults': 'DB', 'Sec-Fetch-Site': 'same-origin', Cookie: 'moderation=whatever' },
      body: new URLSearchParams(fields),
    })
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '10'])
    const html = await response.text()
    expect(html).toContain('>Mon long travail.</textarea>')
    for (const [name, value] of Object.entries(fields)) {
      if (name !== 'body') expect(html).toContain(`name="${name}" value="${value}"`)
    }
  })
})

test('the queue of a theme says that KV does not answer, until it has read the sessions once', async () => {
  const session = 'session: { start: 2022-07-06T10:00, end: 2022-07-06T11:00, theme: low-tech }'
  await site.publish({ ...content, 'content/a-theme.md': `---\ntitle: À thème\nnotes: open\n${session}\n---\n` })
  await expect.poll(async () => (await site.get('/a-theme/')).status, { timeout: 10_000 }).toBe(200)
  const queue = (headers: Record<string, string> = {}) =>
    site.get('/api/admin/notes?theme=low-tech', { headers: { ...moderator.headers, ...headers } })
  const failing = { 'X-Test-Faults': 'PAGES' }
  const answers = [await queue(failing), await queue(), await queue(failing)]
  expect(answers.map(({ status }) => status)).toEqual([503, 200, 200])
})

/** A call that never answers is given up after some seconds: these wait together. */
describe('a store that never answers', () => {
  test.concurrent('is not waited for when a page can be had from memory', async () => {
    expect((await site.get('/close/')).status).toBe(200)
    await new Promise((resolve) => setTimeout(resolve, 3_200))
    expect((await site.get('/close/', { headers: { 'X-Test-Fault-At': '1 silent' } })).status).toBe(200)
  })

  test.concurrent('gives the text of a note back, and the next try makes one note', async () => {
    const fields = formOf('Une base muette.')
    const sentAt = Date.now()
    const response = await postNote(fields, { 'X-Test-Faults': 'silent DB.batch' })
    expect(response.status).toBe(503)
    // Eight seconds are what somebody waits with a text in hand; a busy machine may add some.
    expect(Date.now() - sentAt).toBeLessThan(20_000)
    expect(await response.text()).toContain(fields.body)
    expect((await postNote(fields, {})).status).toBe(303)
    expect(await notesWith(fields.body)).toBe(1)
  })

  test.concurrent('does not hold up the answer to a decision, whose page follows', async () => {
    const note = await sendNote(site, { page: '/troisieme/', body: 'Sans attendre KV.' })
    const silent = { 'X-Test-Faults': 'silent PAGES.put' }
    expect((await moderator.decide(note.id, 'approve', { version: 1 }, silent)).status).toBe(200)
    const key = blockKey('/troisieme/', 1)
    const row = await site.env.DB.prepare('SELECT published, failures FROM outbox WHERE key = ?1').bind(key).first()
    // Neither written nor given up: it was still being waited for.
    expect(row).toEqual({ published: 0, failures: 0 })
  })

  // The first is the decision itself, the other what follows it.
  test.concurrent.each(['DB.batch', '7'])('takes a decision whole or not at all (call %s)', async (at) => {
    const note = await sendNote(site, { page: '/autre/', body: `Malgré le silence ${at}.` })
    const decide = (headers = {}) => moderator.decide(note.id, 'approve', { version: 1 }, headers)
    const response = await decide({ 'X-Test-Fault-At': `${at} silent` })
    expect((await moderator.note(note.id)).status).toBe(response.ok ? 'published' : 'pending')
    if (!response.ok) expect((await decide()).status).toBe(200)
  })

  // After the others, of whose faults it tells the end.
  test('leaves nothing behind once it answers again', async () => {
    // Whoever still waits for the store gives up first: what fails after the minutes have passed waits for others.
    await expect.poll(() => writersOf(site), { timeout: LEASE_MS + 5_000 }).toBe(0)
    await expectAgreement(site)
    expect(await site.env.PAGES.get(blockKey('/troisieme/', 1))).toContain('Sans attendre KV.')
  })
})

describe('a decision by the form', () => {
  const decideByForm = async (desk: TestDesk, id: string, fault: Record<string, string>) =>
    site.get(`/moderation/notes/${id}/decisions/`, {
      method: 'POST',
      headers: { Cookie: desk.cookie, 'Sec-Fetch-Site': 'same-origin', ...fault },
      body: new URLSearchParams({ action: 'approve', version: '1' }),
    })

  test('is published, even when the note cannot be let go for others', async () => {
    const { id } = await sendNote(site, { page: '/autre/', body: 'Publiée malgré tout.' })
    const desk = await TestDesk.open(site, moderator)
    expect((await decideByForm(desk, id, { 'X-Test-Fault-At': 'DB.run refused' })).status).toBe(503)
    await expect.poll(() => site.env.PAGES.get(permalinkKey(id))).toContain('Publiée malgré tout.')
  })

  test('keeps the note to whoever decides until it no longer waits', async () => {
    const { id } = await sendNote(site, { page: '/autre/', body: 'En train d’être décidée.' })
    const [desk, other] = [
      await TestDesk.open(site, moderator),
      await TestDesk.open(site, await TestModerator.join(site, 'Per')),
    ]
    await desk.read(`/moderation/notes/${id}/`)
    let isDecided = false
    const decided = decideByForm(desk, id, { 'X-Test-Faults': 'late DB.batch' }).finally(() => {
      isDecided = true
    })
    let asked = 0
    for (; !isDecided; asked++) {
      expect((await other.get('/moderation/suivante/?q=decidee')).headers.get('Location')).not.toContain(id)
    }
    expect(asked).toBeGreaterThan(1)
    expect((await decided).status).toBe(303)
  })
})
