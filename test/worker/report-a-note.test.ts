import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reportNote } from '../../worker/notes/reports'
import { unbroken } from '../../worker/site/typography'
import { type RunningSite, startSite } from '../support/harness'
import { numberedPages, postForm, postJson, sendNote, TestModerator } from '../support/people'
import { TestReports } from '../support/reports'

let site: RunningSite
let moderator: TestModerator
let reports: TestReports
beforeAll(async () => {
  site = await startSite()
  await site.publish(numberedPages(15))
  moderator = await TestModerator.join(site)
  reports = new TestReports(site, moderator)
})
afterAll(() => site.close())

describe('a reader', () => {
  test('finds « Signaler » under each note of a page and on its own', async () => {
    const { id, page } = await reports.published()
    const link = `<a href="/notes/${id}/signaler/" rel="nofollow">Signaler</a>`
    expect(await (await site.get(page)).text()).toContain(link)
    expect(await (await site.get(`/notes/${id}/`)).text()).toContain(link)
  })

  test('reports with a reason, and ends on a page that says the reference and can be read again', async () => {
    const { id } = await reports.published()
    const response = await reports.report(id, { reason: 'Le lien trompe.' })
    expect(response.status).toBe(303)
    const location = response.headers.get('Location') ?? ''
    expect(location).toMatch(new RegExp(`^/notes/${id}/signaler/\\?fait=s-[0-9a-f]{20}$`))
    const [item] = await reports.of(id)
    for (let reads = 0; reads < 2; reads++) {
      const page = await site.get(location)
      expect(page.status).toBe(200)
      expect(await page.text()).toContain(`<span class="reference">${item?.reference}</span>`)
    }
    expect(await (await site.get(`/notes/${id}/`)).text()).toContain('Une note publiée.')
  })

  test('learns from no number whether a note was reported', async () => {
    const { note, item } = await reports.reported()
    const other = await reports.published()
    const asked = async (id: string, fait: string) => {
      const html = await (await site.get(`/notes/${id}/signaler/?fait=${fait}`)).text()
      return html.includes('name="reason"') ? 'the form' : 'the thanks'
    }
    expect(await asked(note.id, item.reference)).toBe('the form')
    expect(await asked(note.id, item.id)).toBe('the thanks')
    expect(await asked(other.id, item.id)).toBe('the form')
  })

  test.each([
    ['nothing', '', 'Dites ce qui ne va pas'],
    ['spaces', ' \n ', 'Dites ce qui ne va pas'],
    ['2,001 characters', 'x'.repeat(2_001), unbroken('2 000 caractères au plus')],
    ['a control character', 'Un\u0007signe', 'Le message contient des caractères de commande'],
  ])('who writes %s is told what to do, and loses nothing', async (_, reason, message) => {
    const { id } = await reports.published()
    const response = await reports.report(id, { reason })
    const html = await response.text()
    expect(response.status).toBe(422)
    expect(html).toContain(message)
    expect(html).toContain('<a href="#reason">')
    if (reason.trim()) expect(html).toContain(reason)
    expect(await reports.of(id)).toEqual([])
  })

  test('who taps twice has sent one report; another text under the same key is another', async () => {
    const { id } = await reports.published()
    const form = await (await site.get(`/notes/${id}/signaler/`)).text()
    const key = /name="key" value="([^"]+)"/.exec(form)?.[1] ?? ''
    const send = async (reason: string) => (await reports.report(id, { reason, key })).headers.get('Location')
    const [first, second, other] = [await send('Un.'), await send('Un.'), await send('Deux.')]
    expect(second).toBe(first)
    expect(other).not.toBe(first)
    expect(await reports.of(id)).toHaveLength(2)
  })

  test('who comes from a form of another site writes under a key that the other site does not know', async () => {
    const { id } = await reports.published()
    const fields = { reason: '', key: 'chosen-by-somebody-else' }
    const form = await postForm(site, `/notes/${id}/signaler/`, fields, { 'Sec-Fetch-Site': 'cross-site' })
    expect(await form.text()).toMatch(/name="key" value="[\w-]{22}"/)
    expect(form.status).toBe(422)
  })

  test('never reads on the form a correction that still waits', async () => {
    const { id, receipt } = await reports.published('Le texte que tous lisent.')
    await postJson(site, `/api/receipts/${receipt}`, { body: 'Pas encore relu.' }, {}, 'PUT')
    const form = await (await site.get(`/notes/${id}/signaler/`)).text()
    expect(form).toContain('Le texte que tous lisent.')
    expect(form).not.toContain('Pas encore relu.')
  })

  test('cannot report what is not published: 404 when it never was, 410 when it is no more', async () => {
    const [waiting, gone] = [await sendNote(site, { page: '/page-1/' }), await reports.published()]
    await moderator.decide(gone.id, 'unpublish')
    for (const [id, status] of [
      [waiting.id, 404],
      ['nothing', 404],
      [gone.id, 410],
    ] as const) {
      expect((await site.get(`/notes/${id}/signaler/`)).status).toBe(status)
      expect((await reports.report(id, { reason: 'Rien.' })).status).toBe(status)
    }
  })
})

test('a note that leaves the site while a report of it is on its way takes none', async () => {
  const { id } = await reports.published()
  await moderator.decide(id, 'unpublish')
  expect(await reportNote(site.env.DB, { noteId: id, reason: 'Trop tard.', key: 'a-key' }, new Date())).toBeNull()
})
