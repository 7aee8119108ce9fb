import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findReport, reportNote, settleReport } from '../../worker/notes/reports'
import { unbroken } from '../../worker/site/typography'
import { type RunningSite, startSite } from '../support/harness'
import { numberedPages, postForm, postJson, type SentNote, sendNote, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
beforeAll(async () => {
  site = await startSite()
  await site.publish(numberedPages(PAGES))
  moderator = await TestModerator.join(site)
})
afterAll(() => site.close())

const PAGES = 30
let taken = 0

async function published(body = 'Une note publiée.'): Promise<SentNote & { page: string }> {
  const page = `/page-${++taken}/`
  const note = await sendNote(site, { page, body, author: 'Goéland' })
  await moderator.decide(note.id, 'approve', { version: 1 })
  return { ...note, page }
}

const report = (id: string, fields: Record<string, string>) => postForm(site, `/notes/${id}/signaler/`, fields)

type Item = {
  id: string
  kind: string
  reference: string
  version: number
  status: string
  excerpt: string
  noteId: string
}

async function reportsOf(noteId: string): Promise<Item[]> {
  const { items } = (await (await moderator.get('/api/admin/notes?kind=report&limit=100')).json()) as { items: Item[] }
  return items.filter((item) => item.noteId === noteId)
}

/** One report of a newly published note, as the queue shows it. */
async function reported(reason = 'Une personne est citée.'): Promise<{ note: SentNote; item: Item }> {
  const note = await published()
  await report(note.id, { reason })
  const [item] = await reportsOf(note.id)
  if (!item) throw new Error('The report is not in the queue.')
  return { note, item }
}

describe('a reader', () => {
  test('finds « Signaler » under each note of a page and on its own', async () => {
    const { id, page } = await published()
    const link = `<a href="/notes/${id}/signaler/" rel="nofollow">Signaler</a>`
    expect(await (await site.get(page)).text()).toContain(link)
    expect(await (await site.get(`/notes/${id}/`)).text()).toContain(link)
  })

  test('reports with a reason, and ends on a page that says the reference and can be read again', async () => {
    const { id } = await published()
    const response = await report(id, { reason: 'Le lien trompe.' })
    expect(response.status).toBe(303)
    const location = response.headers.get('Location') ?? ''
    expect(location).toMatch(new RegExp(`^/notes/${id}/signaler/\\?fait=SIGNAL-\\d+$`))
    for (let reads = 0; reads < 2; reads++) {
      const page = await site.get(location)
      expect(page.status).toBe(200)
      expect(await page.text()).toContain(location.split('=')[1])
    }
    expect(await (await site.get(`/notes/${id}/`)).text()).toContain('Une note publiée.')
  })

  test.each([
    ['nothing', '', 'Dites ce qui ne va pas'],
    ['spaces', ' \n ', 'Dites ce qui ne va pas'],
    ['2,001 characters', 'x'.repeat(2_001), unbroken('2 000 caractères au plus')],
    ['a control character', 'Un\u0007signe', 'caractères de commande'],
  ])('who writes %s is told what to do, and loses nothing', async (_, reason, message) => {
    const { id } = await published()
    const response = await report(id, { reason })
    const html = await response.text()
    expect(response.status).toBe(422)
    expect(html).toContain(message)
    expect(html).toContain('<a href="#reason">')
    if (reason.trim()) expect(html).toContain(reason)
    expect(await reportsOf(id)).toEqual([])
  })

  test('who taps twice has sent one report; another text under the same key is another', async () => {
    const { id } = await published()
    const form = await (await site.get(`/notes/${id}/signaler/`)).text()
    const key = /name="key" value="([^"]+)"/.exec(form)?.[1] ?? ''
    const send = async (reason: string) => (await report(id, { reason, key })).headers.get('Location')
    const [first, second, other] = [await send('Un.'), await send('Un.'), await send('Deux.')]
    expect(second).toBe(first)
    expect(other).not.toBe(first)
    expect(await reportsOf(id)).toHaveLength(2)
  })

  test('never reads on the form a correction that still waits', async () => {
    const { id, receipt } = await published('Le texte que tous lisent.')
    await postJson(site, `/api/receipts/${receipt}`, { body: 'Pas encore relu.' }, {}, 'PUT')
    const form = await (await site.get(`/notes/${id}/signaler/`)).text()
    expect(form).toContain('Le texte que tous lisent.')
    expect(form).not.toContain('Pas encore relu.')
  })

  test('cannot report what is not published: 404 when it never was, 410 when it is no more', async () => {
    const [waiting, gone] = [await sendNote(site, { page: '/page-1/' }), await published()]
    await moderator.decide(gone.id, 'unpublish')
    for (const [id, status] of [
      [waiting.id, 404],
      ['nothing', 404],
      [gone.id, 410],
    ] as const) {
      expect((await site.get(`/notes/${id}/signaler/`)).status).toBe(status)
      expect((await report(id, { reason: 'Rien.' })).status).toBe(status)
    }
  })
})

test('a note that leaves the site while a report of it is on its way takes none', async () => {
  const { id } = await sendNote(site, { page: '/page-1/' })
  expect(await reportNote(site.env.DB, { noteId: id, reason: 'Trop tard.', key: 'a-key' }, new Date())).toBeNull()
})

describe('a report in the queue', () => {
  test('is an item of its own, named as what it is, with a version of its own', async () => {
    const { note, item } = await reported('Une personne est citée.')
    expect(item).toMatchObject({
      kind: 'report',
      reference: expect.stringMatching(/^SIGNAL-\d+$/),
      status: 'published',
      version: 1,
      excerpt: 'Une personne est citée.',
      noteId: note.id,
    })
    const response = await moderator.get(`/api/admin/notes/${item.id}`)
    expect(response.headers.get('ETag')).toBe('"1"')
    expect(await response.json()).toMatchObject({ kind: 'report', note: { id: note.id, body: 'Une note publiée.' } })
  })

  test('is dismissed without touching its note, once, and the journal says who and why', async () => {
    const { note, item } = await reported()
    const dismissed = await moderator.decide(item.id, 'dismiss', { version: 1, reason: 'Elle est d’accord.' })
    expect(dismissed.status).toBe(200)
    expect(await reportsOf(note.id)).toEqual([])
    expect(await moderator.note(note.id)).toMatchObject({ status: 'published', version: 2 })
    expect((await moderator.decide(item.id, 'dismiss', { version: 1 })).status).toBe(409)
    expect((await moderator.decide(item.id, 'dismiss', { version: 2 })).status).toBe(409)
    const { decisions } = await moderator.note(note.id)
    expect(decisions.at(-1)).toMatchObject({ action: 'dismiss', moderator: 'Naïg', reason: 'Elle est d’accord.' })
  })

  test('is dismissed once by two who read it at the same moment', async () => {
    const { note, item } = await reported()
    const read = await findReport(site.env.DB, item.id)
    if (!read) throw new Error('The report is not there.')
    const settle = (name: string) => {
      const settling = { action: 'dismiss', moderator: name, reason: null, now: new Date().toISOString() } as const
      return settleReport(site.env.DB, read, settling)
    }
    expect([await settle('Naïg'), await settle('Malo')]).toEqual(['done', 'stale'])
    const { decisions } = await moderator.note(note.id)
    expect(decisions.filter(({ action }) => action === 'dismiss')).toMatchObject([{ moderator: 'Naïg' }])
  })

  test('dismissed by mistake comes back by an undo', async () => {
    const { note, item } = await reported()
    await moderator.decide(item.id, 'dismiss', { version: 1 })
    expect((await moderator.decide(item.id, 'restore', { version: 2 })).status).toBe(200)
    expect(await reportsOf(note.id)).toMatchObject([{ id: item.id, version: 3 }])
    expect((await moderator.decide(item.id, 'restore', { version: 3 })).status).toBe(409)
  })

  test('takes no decision that is about a note', async () => {
    const { note, item } = await reported()
    expect((await moderator.decide(item.id, 'unpublish', { version: 1 })).status).toBe(409)
    expect((await moderator.note(note.id)).status).toBe('published')
    expect(await reportsOf(note.id)).toHaveLength(1)
  })

  test('is closed by a decision on its note, and waits again when that is undone', async () => {
    const { note, item } = await reported()
    await moderator.decide(note.id, 'unpublish', { reason: 'En effet.' })
    expect(await reportsOf(note.id)).toEqual([])
    await moderator.decide(note.id, 'restore')
    expect((await reportsOf(note.id)).map(({ id }) => id)).toEqual([item.id])
  })

  test('is dismissed with all others of its note by that note’s id', async () => {
    const { note } = await reported('Un.')
    await report(note.id, { reason: 'Deux.' })
    expect((await moderator.decide(note.id, 'dismiss', { version: 2 })).status).toBe(200)
    expect(await reportsOf(note.id)).toEqual([])
    expect((await moderator.decide(note.id, 'dismiss', { version: 2 })).status).toBe(409)
  })

  test('dismissed last is what an undoing on its note opens again, and nothing else', async () => {
    const { note, item } = await reported('Un.')
    await report(note.id, { reason: 'Deux.' })
    await moderator.decide(note.id, 'dismiss', { version: 2 })
    expect((await moderator.decide(note.id, 'restore', { version: 2 })).status).toBe(200)
    expect((await reportsOf(note.id)).map(({ excerpt }) => excerpt)).toEqual(['Un.', 'Deux.'])
    expect(await moderator.note(note.id)).toMatchObject({ status: 'published', version: 2 })
    expect((await site.get(`/notes/${note.id}/`)).status).toBe(200)
    // An undoing is not undone, and the approval before it is no longer the last decision.
    expect((await moderator.decide(note.id, 'restore', { version: 2 })).status).toBe(409)
    expect((await moderator.decide(item.id, 'dismiss', { version: 3 })).status).toBe(200)
    expect((await moderator.decide(note.id, 'restore', { version: 2 })).status).toBe(200)
    expect((await reportsOf(note.id)).map(({ id }) => id)).toContain(item.id)
  })

  test('of what readers see is not answered by turning down a correction that they do not see', async () => {
    const { note, item } = await reported()
    await postJson(site, `/api/receipts/${note.receipt}`, { body: 'Corrigée.' }, {}, 'PUT')
    await moderator.decide(note.id, 'reject', { version: 3 })
    expect((await reportsOf(note.id)).map(({ id }) => id)).toEqual([item.id])
    await moderator.decide(note.id, 'unpublish', { version: 4 })
    expect(await reportsOf(note.id)).toEqual([])
  })

  test('is erased and closed with its note', async () => {
    const { note, item } = await reported('Le nom de quelqu’un.')
    await site.get(`/api/receipts/${note.receipt}`, { method: 'DELETE' })
    expect(await reportsOf(note.id)).toEqual([])
    const row = await site.env.DB.prepare('SELECT reason, closed_by FROM reports WHERE id = ?1').bind(item.id).first()
    expect(row).toEqual({ reason: null, closed_by: null })
    expect(await (await moderator.get(`/api/admin/notes/${item.id}`)).text()).not.toContain('Le nom de quelqu’un.')
  })

  test('dismissed before its note was withdrawn stays closed', async () => {
    const { note, item } = await reported()
    await moderator.decide(item.id, 'dismiss', { version: 1 })
    await site.get(`/api/receipts/${note.receipt}`, { method: 'DELETE' })
    expect((await moderator.decide(item.id, 'restore', { version: 2 })).status).toBe(409)
    expect(await reportsOf(note.id)).toEqual([])
  })

  test('goes through a bulk decision with its own result', async () => {
    const [first, second] = [await reported(), await reported()]
    const items = [first.item, second.item].map(({ id }) => ({ id, version: 1 }))
    await moderator.decide(second.item.id, 'dismiss', { version: 1 })
    const response = await postJson(site, '/api/admin/decisions', { action: 'dismiss', items }, moderator.headers)
    expect(await response.json()).toMatchObject({
      items: [
        { id: first.item.id, ok: true, code: 200, version: 2 },
        { id: second.item.id, ok: false, code: 409, version: 2 },
      ],
    })
  })
})
