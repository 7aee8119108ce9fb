import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSite, startSite } from '../support/harness'
import { elementsOf, formIn } from '../support/html'
import { pagesWithNotes, postForm, type SentNote, sendNote, TestDesk, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
beforeAll(async () => {
  site = await startSite({ instrumented: true })
  await site.publish(pagesWithNotes)
  moderator = await TestModerator.join(site)
})
afterAll(() => site.close())

const reason = 'De quel moment parlez-vous ? « Là », "ici" & <là>.\n\nMerci 🌊'
const ours = { 'Sec-Fetch-Site': 'same-origin' }

function send(action: string, fields: [string, string][], headers: Record<string, string> = {}): Promise<Response> {
  return site.get(action, { method: 'POST', headers: { ...ours, ...headers }, body: new URLSearchParams(fields) })
}

async function deskWhoseSessionEnded(): Promise<TestDesk> {
  const desk = await TestDesk.open(site, moderator)
  await site.env.DB.prepare('UPDATE sessions SET expires_at = ?1').bind('2022-07-05T00:00:00.000Z').run()
  return desk
}

function withKey(fields: [string, string][], key: string): [string, string][] {
  return fields.map(([name, value]) => [name, name === 'key' ? key : value])
}

const cookieOf = (response: Response) => response.headers.get('Set-Cookie')?.split(';')[0] ?? ''

describe('a decision that is sent after its session has ended', () => {
  let note: SentNote
  let asked: { action: string; fields: [string, string][] }
  beforeAll(async () => {
    note = await sendNote(site)
    const desk = await deskWhoseSessionEnded()
    const response = await desk.post(`/moderation/notes/${note.id}/decisions/`, {
      action: 'return',
      version: '1',
      reason,
    })
    expect(response.status).toBe(401)
    expect(elementsOf(await response.clone().text())).toContainEqual(
      expect.objectContaining({ name: 'textarea', text: reason }),
    )
    asked = await formIn(response)
    expect(asked.action).toBe('/moderation/connexion/')
  })

  test('waits in the page that asks for the key, through a wrong key, and goes as it was written', async () => {
    const wrong = await send(asked.action, withKey(asked.fields, 'x'.repeat(32)))
    expect(wrong.status).toBe(401)
    const again = await formIn(wrong)
    const entered = await send(again.action, withKey(again.fields, moderator.key))
    expect(entered.status).toBe(200)
    expect((await moderator.note(note.id)).status).toBe('pending')

    const kept = await formIn(entered)
    expect(kept.action).toBe(`/moderation/notes/${note.id}/decisions/`)
    expect((await send(kept.action, kept.fields, { Cookie: cookieOf(entered) })).status).toBe(303)
    const { status, decisions } = await moderator.note(note.id)
    expect([status, decisions.at(-1)?.reason]).toEqual(['returned', reason])
  })

  test('is still there when signing in fails because of us', async () => {
    const failed = await send(asked.action, withKey(asked.fields, moderator.key), { 'X-Test-Faults': 'DB' })
    expect(failed.status).toBe(503)
    const page = await failed.text()
    expect(page).not.toContain(moderator.key)
    expect(elementsOf(page)).toContainEqual(expect.objectContaining({ name: 'textarea', text: reason }))
  })
})

test('several ticked items come back with it, each of them', async () => {
  const desk = await deskWhoseSessionEnded()
  const items: [string, string][] = [
    ['item', 'a 1'],
    ['item', 'b 2'],
  ]
  const fields: [string, string][] = [['action', 'reject'], ...items, ['reason', 'Hors sujet.']]
  const asked = await formIn(await desk.post('/moderation/decisions/', fields))
  const kept = await formIn(await send(asked.action, withKey(asked.fields, moderator.key)))
  expect([kept.action, kept.fields]).toEqual(['/moderation/decisions/', expect.arrayContaining(items)])
})

test('what another site sends is not given back, and leads nowhere but to signing in', async () => {
  const foreign = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://ailleurs.example' }
  const response = await postForm(site, '/moderation/notes/x/decisions/', { action: 'return', reason }, foreign)
  expect([response.status, response.headers.get('Location')]).toEqual([303, '/moderation/connexion/'])
  const garde = JSON.stringify([['reason', reason]])
  const suite = 'https://ailleurs.example/moderation/notes/x/'
  const planted = await postForm(site, '/moderation/connexion/', { key: moderator.key, suite, garde }, ours)
  expect((await formIn(planted)).action).toBe('/moderation/notes/x/')
  for (const broken of ['{', '[["a"]]', '[["a",1]]']) {
    const plain = await postForm(site, '/moderation/connexion/', { key: moderator.key, garde: broken }, ours)
    expect(plain.status).toBe(303)
  }
})
