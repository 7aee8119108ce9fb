import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningSite, startSite } from '../support/harness'
import { catchUp, pagesWithNotes, sendNote, TestDesk, TestModerator } from '../support/people'

/**
 * At the edge an answer of a store takes longer than everything that the Worker computes. So what somebody waits for is how
 * many of them come one after the other.
 */
let site: RunningSite
let moderator: TestModerator
let desk: TestDesk
beforeAll(async () => {
  site = await startSite({ instrumented: true })
  await site.publish({ ...pagesWithNotes, 'content/un-jour.md': session })
  moderator = await TestModerator.join(site)
  desk = await TestDesk.open(site, moderator)
})
afterAll(() => site.close())

const session = `---
title: Une séance du programme
session: { start: 2022-07-06T14:00, end: 2022-07-06T15:00, room: salle-1 }
---
`

const counting = { 'X-Test-Rounds': 'count' }

async function waits(path: string, init: RequestInit = {}): Promise<number> {
  const response = await site.get(path, { ...init, headers: { ...(init.headers as object), ...counting } })
  expect(response.status, path).toBeLessThan(400)
  await response.text()
  return Number(response.headers.get('X-Test-Rounds'))
}

/** On a busy machine two questions that were asked together may be answered one after the other, and count as two. */
async function fewestWaits(ask: () => Promise<number>): Promise<number> {
  const tries: number[] = []
  for (let n = 0; n < 3; n++) tries.push(await ask())
  return Math.min(...tries)
}

/** Until the memory of the isolate has to ask whether anything is new. */
const untilAskedAgain = () => new Promise((resolve) => setTimeout(resolve, 3_050))

describe('a visitor waits for the stores', () => {
  it('twice in an isolate that knows nothing: for the index, then for notes and text together', async () => {
    expect(await waits('/seance/')).toBe(2)
  })

  it('once for another page while the index is fresh, and never for the same', async () => {
    expect(await waits('/autre/')).toBe(1)
    expect(await waits('/autre/')).toBe(0)
  })

  it('never for the form of a page, once for the sessions when the page is to be chosen', async () => {
    expect(await waits('/contribuer/?page=/seance/')).toBe(0)
    expect(await waits('/contribuer/')).toBe(1)
  })

  it('once when the memory has to ask what is new', async () => {
    await untilAskedAgain()
    expect(await waits('/seance/')).toBe(1)
  })

  for (const path of ['/nouveautes/', '/programme/']) {
    it(`once for what was shown before: ${path}`, async () => {
      await waits(path)
      await untilAskedAgain()
      expect(await waits(path)).toBe(1)
    })
  }
})

describe('a moderator waits for the stores', () => {
  it('three times for the list and for a note, after a decision too: the session, what stands there, what belongs to it', async () => {
    const { id } = await sendNote(site)
    await untilAskedAgain()
    expect(await waits('/moderation/', { headers: { Cookie: desk.cookie } })).toBe(3)
    for (const query of ['', `?fait=${id}`]) {
      expect(await waits(`/moderation/notes/${id}/${query}`, { headers: { Cookie: desk.cookie } })).toBe(3)
    }
  })

  it('seven times for an approval that visitors see and the way to the next note', async () => {
    const headers = { Cookie: desk.cookie, 'Sec-Fetch-Site': 'same-origin' }
    const approve = async () => {
      const { id } = await sendNote(site)
      await sendNote(site)
      await catchUp(site)
      const body = new URLSearchParams({ action: 'approve', version: '1' })
      const waited = await waits(`/moderation/notes/${id}/decisions/`, { method: 'POST', body, headers })
      expect(await (await site.get('/seance/')).text()).toContain(id)
      return waited
    }
    expect(await fewestWaits(approve)).toBe(7)
  })

  it('seven times for an approval by a program', async () => {
    const headers = { 'Content-Type': 'application/json', ...moderator.headers }
    const body = JSON.stringify({ action: 'approve', version: 1 })
    const approve = async () => {
      const { id } = await sendNote(site, { page: '/autre/' })
      await catchUp(site)
      return waits(`/api/admin/notes/${id}/decisions`, { method: 'POST', body, headers })
    }
    expect(await fewestWaits(approve)).toBe(7)
  })
})

it('whoever searches waits twice: for the index and what D1 finds, then for what the notes say', async () => {
  await moderator.decide((await sendNote(site, { body: 'Trouvez le canal.' })).id, 'approve')
  await catchUp(site)
  await untilAskedAgain()
  expect(await waits('/recherche/?q=canal')).toBe(2)
})
