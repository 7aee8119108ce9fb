import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localOptions } from '../../cli/local-options'
import { bringInPending } from '../../worker/notes/bring-in'
import { sentBefore } from '../../worker/notes/send'
import { flagsOf as signalsOf } from '../../worker/notes/signals'
import { randomId } from '../../worker/notes/tokens'
import { unbroken } from '../../worker/site/typography'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, postForm, postJson, sendNote, TestModerator } from '../support/people'

/** Sends a minute that the site allows one address here: what many more would prove, these do. */
const FLOOD = 100

let site: RunningSite
let moderator: TestModerator
beforeAll(async () => {
  site = await startSite({ flood: FLOOD })
  await site.publish(pagesWithNotes)
  moderator = await TestModerator.join(site)
})
afterAll(() => site.close())

const note = { page: '/seance/', body: 'Une note.', licence: 'CC-BY-SA-4.0' }
const filled = { page: '/seance/', body: 'Une note.', author: 'Goéland', licence: 'on' }
let keys = 0
const newKey = () => `key-of-the-tests-${String(++keys).padStart(10, '0')}`

async function countNotes(): Promise<number> {
  const row = await site.env.DB.prepare('SELECT count(*) AS notes FROM notes').first<{ notes: number }>()
  return row?.notes ?? -1
}

describe('by the API', () => {
  test('a note is taken and waits; its receipt opens it', async () => {
    const response = await postJson(site, '/api/notes', note)
    expect(response.status).toBe(201)
    const sent = (await response.json()) as { id: string; reference: string; status: string; receipt: string }
    expect(sent).toEqual({
      id: expect.stringMatching(/^[a-z0-9]{12}$/),
      reference: expect.stringMatching(/^[A-Z]+-\d+$/),
      status: 'pending',
      receipt: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
    })
    expect(response.headers.get('Location')).toBe(`/suivi/${sent.receipt}/`)
    expect((await site.get(`/suivi/${sent.receipt}/`)).status).toBe(200)
  })

  test('the same key and text again is the same note', async () => {
    const headers = { 'Idempotency-Key': newKey() }
    const first = await sendNote(site, {}, headers)
    const before = await countNotes()
    expect(await sendNote(site, {}, headers)).toEqual(first)
    expect(await countNotes()).toBe(before)
  })

  test('the same key after the site’s secret has changed gives a receipt that opens the note as the first one does', async () => {
    const key = newKey()
    const { receipt } = await sendNote(site, { body: 'Une note.' }, { 'Idempotency-Key': key })
    const env = { ...site.env, SECRET: 'another secret' }
    const again = await sentBefore(env, { body: 'Une note.', author: null }, key)
    expect(again?.receipt).not.toBe(receipt)
    for (const each of [receipt, again?.receipt]) expect((await site.get(`/api/receipts/${each}`)).status).toBe(200)
  })

  test('ten of the same key at once are one note', async () => {
    const headers = { 'Idempotency-Key': newKey() }
    const before = await countNotes()
    const sent = await Promise.all(Array.from({ length: 10 }, () => sendNote(site, {}, headers)))
    expect(new Set(sent.map(({ receipt }) => receipt)).size).toBe(1)
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1)
    expect(await countNotes()).toBe(before + 1)
  })

  test('the same key with another text is refused, and the first note stays', async () => {
    const headers = { 'Idempotency-Key': newKey() }
    const { id } = await sendNote(site, {}, headers)
    const response = await postJson(site, '/api/notes', { ...note, body: 'Autre chose.' }, headers)
    expect(response.status).toBe(422)
    expect((await moderator.note(id)).body).toBe('Une note.')
  })

  test.each<[string, number, () => Promise<Response>]>([
    ['a key that is too short', 400, () => postJson(site, '/api/notes', note, { 'Idempotency-Key': 'short' })],
    ['JSON that is none', 400, () => raw('{"page":', 'application/json')],
    ['a list', 400, () => raw('[]', 'application/json')],
    ['bytes that are not UTF-8', 400, () => raw(new Uint8Array([0x7b, 0xff, 0x7d]), 'application/json')],
    ['text that is said to be text', 415, () => raw(JSON.stringify(note), 'text/plain')],
    ['a body of more than 256 KiB', 413, () => raw(`{"body":"${'x'.repeat(300_000)}"}`, 'application/json')],
    ['a field that is unknown', 422, () => postJson(site, '/api/notes', { ...note, status: 'published' })],
    ['a closed page', 422, () => postJson(site, '/api/notes', { ...note, page: '/close/' })],
    ['another method', 405, () => site.get('/api/notes', { method: 'PATCH' })],
  ])('%s: %i, as a problem that a program can read', async (_, status, ask) => {
    const response = await ask()
    expect(response.status).toBe(status)
    expect(response.headers.get('Content-Type')).toContain('application/problem+json')
    expect(await response.json()).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) })
  })

  test.each(['[]', '"x"', 'null'])('%s, which is JSON, is not said to be none: an object is wanted', async (body) => {
    const { detail } = (await (await raw(body, 'application/json')).json()) as { detail: string }
    expect(detail).toContain('n’est pas un objet JSON bien formé')
  })

  function raw(body: string | Uint8Array<ArrayBuffer>, type: string): Promise<Response> {
    return site.get('/api/notes', { method: 'POST', headers: { 'Content-Type': type }, body })
  }

  test('too much is refused in words for a program, which has no page to go back to', async () => {
    const response = await raw(`{"body":"${'x'.repeat(300_000)}"}`, 'application/json')
    const { detail } = (await response.json()) as { detail: string }
    expect(detail).toContain('rien n’a été enregistré')
    expect(detail).not.toContain('Revenez')
  })

  test('each fault names its field with a stable code', async () => {
    const response = await postJson(site, '/api/notes', { page: '/close/', body: '' })
    expect(((await response.json()) as { errors: unknown }).errors).toEqual([
      { field: 'page', code: 'page_closed', message: expect.any(String) },
      { field: 'body', code: 'body_empty', message: 'Écrivez votre note.' },
      { field: 'licence', code: 'licence_missing', message: expect.any(String) },
    ])
  })
})

const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''

describe('by the form, without JavaScript', () => {
  test('the form knows the page it comes from, and offers the others without one', async () => {
    const form = await site.get('/contribuer/?page=/seance/')
    expect(form.headers.get('Cache-Control')).toBe('private, no-cache')
    expect(await form.text()).toContain('>Une séance</a>')
    const choice = await (await site.get('/contribuer/')).text()
    expect(choice).toContain('<option value="/autre/">Une autre séance</option>')
    expect(choice).not.toContain('Une séance close')
  })

  test('the form leads to the licence, beside its box and not in the label', async () => {
    const html = await (await site.get('/contribuer/?page=/seance/')).text()
    expect(/<p class="aide" id="licence-aide">.*?<\/p>/.exec(html)?.[0]).toContain(
      '<a href="https://creativecommons.org/licenses/by-sa/4.0/">Lire la licence</a>',
    )
    expect(/<label class="coche">.*?<\/label>/.exec(html)?.[0]).not.toContain('<a ')
  })

  test('the form leads to no page on personal data where the site has none', async () => {
    const html = await (await site.get('/contribuer/?page=/seance/')).text()
    expect(html).not.toContain('/donnees-personnelles/')
  })

  test('a preview stores nothing and shows the note as it will be published', async () => {
    const before = await countNotes()
    const response = await postForm(site, '/contribuer/', { ...filled, intent: 'preview' })
    expect(response.status).toBe(200)
    const html = await response.text()
    expect(html).toContain('Relire avant d’envoyer')
    expect(html).toContain('Goéland')
    expect(await countNotes()).toBe(before)
  })

  test('sent is a redirect to the receipt, twice the same', async () => {
    const key = newKey()
    const send = () => postForm(site, '/contribuer/', { ...filled, key, intent: 'send' })
    const [first, second] = [await send(), await send()]
    expect(first.status).toBe(303)
    expect(second.headers.get('Location')).toBe(first.headers.get('Location'))
    const receipt = await site.get(first.headers.get('Location') ?? '')
    expect(receipt.headers.get('Cache-Control')).toBe('no-store')
    expect(receipt.headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(receipt.headers.get('X-Robots-Tag')).toBe('noindex')
  })

  test('a fault gives back everything that was typed, with a link to each field', async () => {
    const typed = { page: '/seance/', body: '"<b>" & Cie\nsuite', author: 'x'.repeat(201), intent: 'send' }
    const response = await postForm(site, '/contribuer/', typed)
    expect(response.status).toBe(422)
    const html = await response.text()
    expect(html).toContain(unbroken('<title>Erreur : '))
    expect(html).toContain('&quot;&lt;b&gt;&quot; &amp; Cie\nsuite</textarea>')
    expect(html).toContain('x'.repeat(201))
    expect(html).toContain('<a href="#author">Le nom doit faire 200 caractères au plus.</a>')
    expect(html).toContain('<a href="#licence">')
  })

  test('an unknown page is such a fault: the person chooses another, the text stays', async () => {
    const response = await postForm(site, '/contribuer/', { ...filled, page: '/x/', intent: 'send' })
    expect(response.status).toBe(422)
    const html = await response.text()
    expect(html).toContain('Une note.</textarea>')
    expect(html).toContain('<select name="page"')
  })

  test('the same key with another text tells the person and sends it as a new note if wanted', async () => {
    const key = newKey()
    const first = await postForm(site, '/contribuer/', { ...filled, key, intent: 'send' })
    const response = await postForm(site, '/contribuer/', { ...filled, body: 'Autre chose.', key, intent: 'send' })
    expect(response.status).toBe(409)
    const html = await response.text()
    expect(html).toContain('Envoyer comme une nouvelle note')
    expect(hidden(html, 'body')).toBe('Autre chose.')
    expect(hidden(html, 'key')).not.toBe(key)
    expect(html).toContain(`<a href="${first.headers.get('Location')}">Suivre la note déjà arrivée</a>`)
    const again = await postForm(site, '/contribuer/', {
      ...filled,
      body: hidden(html, 'body'),
      key: hidden(html, 'key'),
      intent: 'send',
    })
    expect(again.status).toBe(303)
  })

  test('« Modifier » brings the text back into the form', async () => {
    const html = await (await postForm(site, '/contribuer/', { ...filled, body: 'À corriger', intent: 'edit' })).text()
    expect(html).toContain('À corriger</textarea>')
    expect(html).not.toContain('Il y a un problème')
  })

  test('a field that stands twice is refused', async () => {
    const body = new URLSearchParams([...Object.entries(filled), ['body', 'Une autre.'], ['intent', 'send']])
    const response = await site.get('/contribuer/', { method: 'POST', body })
    expect(response.status).toBe(400)
    const html = await response.text()
    expect(html).toContain('l’un de ses champs y est deux fois')
    expect(html).not.toContain('JSON')
  })

  test('text that is not UTF-8 is refused instead of being changed', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    const response = await site.get('/contribuer/', { method: 'POST', headers, body: 'body=%FF&page=/seance/' })
    expect(response.status).toBe(400)
  })

  test('a percent sign that a plain client did not encode stands for itself', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    const body = 'page=/seance/&licence=on&intent=edit&body=100%+des+50%%20restants%'
    const response = await site.get('/contribuer/', { method: 'POST', headers, body })
    expect(await response.text()).toContain('>100% des 50% restants%</textarea>')
  })
})

describe('a form of another site', () => {
  const foreign: [string, Record<string, string>][] = [
    ['says so itself', { 'Sec-Fetch-Site': 'cross-site' }],
    ['is of a sister site', { 'Sec-Fetch-Site': 'same-site' }],
    ['has another origin', { Origin: 'https://evil.example' }],
    ['has an origin that it hides', { Origin: 'null' }],
  ]
  const ours: [string, Record<string, string>][] = [
    ['says so itself', { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' }],
    ['was opened by the person', { 'Sec-Fetch-Site': 'none' }],
  ]
  const keyThatStays = async (key: string, intent: string, headers: Record<string, string>) => {
    const html = await (await postForm(site, '/contribuer/', { ...filled, licence: '', key, intent }, headers)).text()
    expect(html).toContain('Une note.')
    expect(hidden(html, 'key')).toMatch(/^[\w-]{22,}$/)
    return hidden(html, 'key')
  }

  test.each(foreign)(
    'that %s brings what is typed and no key: who chose it would get the receipt',
    async (_, headers) => {
      const key = newKey()
      for (const intent of ['edit', 'preview', 'send']) expect(await keyThatStays(key, intent, headers)).not.toBe(key)
    },
  )

  test.each(ours)('is not meant where one of ours %s', async (_, headers) => {
    const key = newKey()
    for (const intent of ['edit', 'preview', 'send']) expect(await keyThatStays(key, intent, headers)).toBe(key)
  })

  test.each(foreign)('that %s is taken, and its key leads nobody to the receipt', async (_, headers) => {
    const key = newKey()
    const sent = await postForm(site, '/contribuer/', { ...filled, key, intent: 'send' }, headers)
    expect([sent.status, sent.headers.get('Location')]).toEqual([303, expect.stringContaining('/suivi/')])
    const same = await postForm(site, '/contribuer/', { ...filled, key, intent: 'send' })
    expect(same.headers.get('Location')).not.toBe(sent.headers.get('Location'))
    const other = await postForm(site, '/contribuer/', { ...filled, body: 'Autre chose.', key, intent: 'send' })
    expect(await other.text()).not.toContain(sent.headers.get('Location'))
  })
})

describe('signals are told to the moderators and refuse nothing', () => {
  async function flagsOf(fields: Record<string, string>): Promise<string[]> {
    const sent = await postForm(site, '/contribuer/', { ...filled, key: newKey(), ...fields, intent: 'send' })
    expect(sent.status).toBe(303)
    const receipt = (sent.headers.get('Location') ?? '').split('/')[2] ?? ''
    const { id } = (await (await site.get(`/api/receipts/${receipt}`)).json()) as { id: string }
    return (await moderator.note(id)).flags
  }

  const stampOfForm = async () =>
    /name="stamp" value="([^"]*)"/.exec(await (await site.get('/contribuer/')).text())?.[1] ?? ''

  test('a filled trap, a form without its stamp', async () => {
    expect(await flagsOf({ site_web: 'https://spam.example' })).toEqual(expect.arrayContaining(['trap', 'no-stamp']))
  })

  test('sent within three seconds', async () => {
    expect(await flagsOf({ stamp: await stampOfForm() })).toContain('fast')
    const flagsAfter = (ms: number) =>
      signalsOf(0, null, { trapFilled: false, renderedAt: 0, device: '' }, new Date(ms))
    expect([flagsAfter(2_999), flagsAfter(3_000)]).toEqual([['fast'], []])
  })

  test('a stamp that was changed is none', async () => {
    expect(await flagsOf({ stamp: (await stampOfForm()).replace(/^\d+/, '1000') })).toContain('no-stamp')
  })

  test('a near copy, by its reference', async () => {
    const long = 'Un four solaire en carton monte à cent vingt degrés en deux heures quand le ciel est clair à midi.'
    const { reference } = await sendNote(site, { body: long })
    expect(await flagsOf({ body: `${long} Bravo.` })).toContain(`near:${reference}`)
  })

  test('a near copy of a note that came in by another door', async () => {
    const pad =
      'La plonge du midi a pris six personnes et une heure, parce que l’évier du bar est le seul qui ait de l’eau chaude.'
    const brought = { page: '/seance/', body: pad, author: null, id: randomId(), sourceHash: 'un pad' }
    await bringInPending(site.env.DB, [brought], new Date().toISOString())
    const { reference } = await moderator.note(brought.id)
    expect(await flagsOf({ body: `${pad} Merci.` })).toContain(`near:${reference}`)
  })
})

test('the device of a sender is a keyed hash, forgotten within a day', async () => {
  await sendNote(site)
  const rows = await site.env.DB.prepare('SELECT hash, at FROM device_sends').all<{ hash: string; at: string }>()
  expect(rows.results.length).toBeGreaterThan(0)
  expect(rows.results.every(({ hash }) => /^[A-Za-z0-9_-]{22}$/.test(hash))).toBe(true)
  await site.env.DB.prepare(`UPDATE device_sends SET at = '2020-01-01T00:00:00.000Z'`).run()
  await site.runCron()
  const left = await site.env.DB.prepare('SELECT count(*) AS rows FROM device_sends').first<{ rows: number }>()
  expect(left?.rows).toBe(0)
})

test('as many sends and previews in a minute as are allowed pass, more are asked to wait, and keep their text', async () => {
  const headers = { 'CF-Connecting-IP': '192.0.2.7' }
  const [{ receipt, id }, other] = [await sendNote(site, { author: 'Goéland' }), await sendNote(site)]
  await moderator.decide(id, 'approve')
  const send = (path: string, fields: Record<string, string>) => postForm(site, path, fields, headers)
  const preview = (n: number) => send('/contribuer/', { ...filled, body: `Note ${n}.`, intent: 'preview' })
  const statuses: number[] = []
  // The limiter may begin a new minute under way.
  for (let n = 0; n <= 2 * FLOOD && !statuses.includes(429); n += 20) {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => preview(n + i)))
    statuses.push(...answers.map(({ status }) => status))
  }
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(FLOOD)
  const refused = await send('/contribuer/', { ...filled, body: 'Ne pas perdre.', intent: 'send' })
  expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '60'])
  const html = await refused.text()
  expect(html).toMatch(/<textarea [^>]*name="body"[^>]*>Ne pas perdre\.<\/textarea>/)
  expect(html).toContain('Réessayer')
  const byProgram = await postJson(site, '/api/notes', note, headers)
  expect([byProgram.status, byProgram.headers.get('Retry-After')]).toEqual([429, '60'])
  const report = await send(`/notes/${id}/signaler/`, { reason: 'Ne pas perdre cela.' })
  expect([report.status, report.headers.get('Retry-After')]).toEqual([429, '60'])
  expect(await report.text()).toMatch(/<textarea [^>]*name="reason"[^>]*>Ne pas perdre cela\.<\/textarea>/)
  const correction = { intent: 'revise', body: 'Ne pas perdre non plus.', author: '' }
  const corrected = await send(`/suivi/${receipt}/`, correction)
  expect([corrected.status, corrected.headers.get('Retry-After')]).toEqual([429, '60'])
  expect(await corrected.text()).toMatch(/<textarea [^>]*name="body"[^>]*>Ne pas perdre non plus\.<\/textarea>/)
  const put = await postJson(site, `/api/receipts/${receipt}`, { body: 'Encore.' }, headers, 'PUT')
  expect([put.status, put.headers.get('Retry-After')]).toEqual([429, '60'])
  // A forum that shares the address keeps nobody from taking back what is theirs.
  const takenOff = await send(`/suivi/${receipt}/`, { intent: 'anonymise' })
  const withdrawn = await send(`/suivi/${receipt}/`, { intent: 'withdraw', confirm: 'oui' })
  const withdrawnByProgram = await site.get(`/api/receipts/${other.receipt}`, { method: 'DELETE', headers })
  expect([takenOff.status, withdrawn.status, withdrawnByProgram.status]).toEqual([303, 303, 204])
})

test('a whole forum shares one address: six hundred sends a minute are allowed', async () => {
  expect((await localOptions()).ratelimits).toMatchObject({ FLOOD: { simple: { limit: 600, period: 60 } } })
})
