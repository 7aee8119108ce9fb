import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningSite, startSite } from '../support/harness'
import { postForm, postJson, sendNote } from '../support/people'

let site: RunningSite
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())

const key = 'la-cle-d-un-telephone-1'
const formKey = 'la-cle-d-un-telephone-2'
const note = { page: '/seance/', body: 'Perdue en route.', licence: 'CC-BY-SA-4.0' }
const form = { page: '/seance/', body: 'Perdue aussi.', author: 'Goéland', licence: 'on', intent: 'send', key: formKey }
const open = '---\ntitle: Séance\nid: seance\nnotes: open\n---\n'

const closings: [what: string, files: Record<string, string>][] = [
  ['closed', { 'content/seance.md': open.replace('notes: open', 'notes: closed') }],
  ['taking no notes at all', { 'content/seance.md': open.replace('notes: open\n', '') }],
  ['moved', { 'content/ailleurs.md': open }],
]

const untilTaken = (status: number) =>
  expect.poll(() => postJson(site, '/api/notes', note).then((answer) => answer.status), { timeout: 8_000 }).toBe(status)

test.each(closings)('a note whose answer was lost is answered as it was, its page %s meanwhile', async (_, files) => {
  await site.publish({ 'content/seance.md': open })
  await untilTaken(201)
  const first = await sendNote(site, note, { 'Idempotency-Key': key })
  const receipt = (await postForm(site, '/contribuer/', form)).headers.get('Location')
  expect(receipt).toMatch(/^\/suivi\//)
  await site.publish(files)
  await untilTaken(422)

  const again = await postJson(site, '/api/notes', note, { 'Idempotency-Key': key })
  expect([again.status, again.headers.get('Location')]).toEqual([201, `/suivi/${first.receipt}/`])
  expect(await again.json()).toEqual(first)
  const byForm = await postForm(site, '/contribuer/', form)
  expect([byForm.status, byForm.headers.get('Location')]).toEqual([303, receipt])

  const other = await postJson(site, '/api/notes', { ...note, body: 'Autre.' }, { 'Idempotency-Key': key })
  expect(other.status).toBe(422)
  const otherByForm = await postForm(site, '/contribuer/', { ...form, body: 'Autre texte.' })
  expect(otherByForm.status).toBe(422)
  expect(await otherByForm.text()).toContain('Autre texte.')
})
