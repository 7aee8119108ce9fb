import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, postForm, sendNote, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
beforeAll(async () => {
  site = await startSite({ instrumented: true })
  const session = (start: string, end: string) => `session: { start: ${start}, end: ${end}, room: amphi }`
  await site.publish({
    ...pagesWithNotes,
    'content/matin.md': `---\ntitle: Du matin\nnotes: open\n${session('2022-07-06T09:00', '2022-07-06T10:00')}\n---\n`,
    'content/tot.md': `---\ntitle: Zoé parle tôt\nnotes: open\n${session('2022-07-06T08:00', '2022-07-06T09:00')}\n---\n`,
    'content/lendemain.md': `---\ntitle: Le lendemain\nnotes: open\n${session('2022-07-07T09:30', '2022-07-07T10:00')}\n---\n`,
  })
  moderator = await TestModerator.join(site)
})
afterAll(() => site.close())

const typed = { page: '/seance/', body: 'À ne pas perdre.', author: 'Goéland', licence: 'on', key: 'k'.repeat(22) }
const textarea = (html: string) => /<textarea [^>]*name="body"[^>]*>([^<]*)<\/textarea>/.exec(html)?.[1]

test('when nothing of the site can be read, the text is in a form that tries again with the same key', async () => {
  const fresh = await startSite({ instrumented: true })
  try {
    for (const intent of ['preview', 'send', 'edit']) {
      const response = await postForm(fresh, '/contribuer/', { ...typed, intent }, { 'X-Test-Faults': 'PAGES,DB' })
      expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '10'])
      const html = await response.text()
      expect(textarea(html)).toBe(typed.body)
      for (const value of ['Goéland', typed.key, '/seance/', 'on']) expect(html).toContain(`value="${value}"`)
    }
  } finally {
    await fresh.close()
  }
})

test('when D1 alone fails, the check page keeps the text where it can be copied', async () => {
  const response = await postForm(site, '/contribuer/', { ...typed, intent: 'send' }, { 'X-Test-Faults': 'DB' })
  expect(response.status).toBe(503)
  const html = await response.text()
  expect(textarea(html)).toBe(typed.body)
  expect(html).toContain('<title>Pas encore envoyé')
})

test('a correction comes back too, at the receipt’s own address', async () => {
  const { receipt } = await sendNote(site)
  const fields = { intent: 'revise', body: 'Ma correction.', author: 'Naïg' }
  const response = await postForm(site, `/suivi/${receipt}/`, fields, { 'X-Test-Faults': 'DB' })
  expect(response.status).toBe(503)
  const html = await response.text()
  expect(textarea(html)).toBe('Ma correction.')
  expect(html).toContain('value="Naïg"')
  expect((await postForm(site, `/suivi/${receipt}/`, fields)).status).toBe(303)
})

test('a correction that is sent twice is one', async () => {
  const { id, receipt } = await sendNote(site)
  const fields = { intent: 'revise', body: 'Corrigée.', author: '' }
  for (let n = 0; n < 2; n++) expect((await postForm(site, `/suivi/${receipt}/`, fields)).status).toBe(303)
  expect((await moderator.note(id)).revisions.map(({ body }) => body)).toEqual(['Une note.', 'Corrigée.'])
})

test('a note that was sent back may be sent again as it is', async () => {
  const { id, receipt } = await sendNote(site)
  await moderator.decide(id, 'return', { reason: 'Est-ce bien ce mot ?' })
  expect((await postForm(site, `/suivi/${receipt}/`, { intent: 'revise', body: 'Une note.' })).status).toBe(303)
  expect((await moderator.note(id)).status).toBe('pending')
})

test('sessions are offered by day and hour, other pages after them', async () => {
  const html = await (await site.get('/contribuer/')).text()
  const offered = [...html.matchAll(/<optgroup label="([^"]*)">|<option value="\/[^"]*">([^<]*)/g)]
  expect(offered.map(([, day, label]) => day ?? label)).toEqual([
    'Mercredi 6 juillet 2022',
    '8\u00a0h · Zoé parle tôt',
    '9\u00a0h · Du matin',
    'Jeudi 7 juillet 2022',
    '9\u00a0h\u00a030 · Le lendemain',
    'Hors des séances',
    'Une autre séance',
    'Une séance',
  ])
})

test.each([
  ['/close/', 'Cette page ne prend plus de notes'],
  ['/nulle-part/', 'Cette page n’existe pas'],
])('the form for %s says why, and lets choose another page', async (page, why) => {
  const response = await site.get(`/contribuer/?page=${page}`)
  expect(response.status).toBe(200)
  const html = await response.text()
  expect(html).toContain(why)
  expect(html).toContain('<select name="page"')
})

test('more than 256 KiB is refused with words that say what to do, and the connection stays whole', async () => {
  const response = await postForm(site, '/contribuer/', { ...typed, body: 'x'.repeat(300_000), intent: 'send' })
  expect(response.status).toBe(413)
  expect(await response.text()).toContain('Revenez en arrière, votre texte y est encore')
})

test('without any open page the form says so', async () => {
  const closed = await startSite()
  try {
    await closed.publish({ 'content/close.md': '---\ntitle: Close\nnotes: closed\n---\n' })
    expect(await (await closed.get('/contribuer/')).text()).toContain('Aucune page ne prend de notes')
  } finally {
    await closed.close()
  }
})
