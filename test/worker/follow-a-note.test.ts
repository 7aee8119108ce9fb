import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { unbroken } from '../../worker/site/typography'
import { everythingStored } from '../support/everything-stored'
import { type RunningSite, startSite } from '../support/harness'
import {
  pagesWithNotes,
  postForm,
  postJson,
  type SentNote,
  secondIsOver,
  sendNote,
  TestDesk,
  TestModerator,
} from '../support/people'

let site: RunningSite
let moderator: TestModerator
beforeAll(async () => {
  site = await startSite()
  await site.publish(pagesWithNotes)
  moderator = await TestModerator.join(site, 'Naïg', { organiser: true })
})
afterAll(() => site.close())
beforeEach(() => secondIsOver(site))

const page = async () => (await site.get('/seance/')).text()
const behind = (note: SentNote) => site.get(`/api/receipts/${note.receipt}`)
const act = (note: SentNote, fields: Record<string, string>) => postForm(site, `/suivi/${note.receipt}/`, fields)

async function published(body: string, author = 'Goéland'): Promise<SentNote> {
  const note = await sendNote(site, { body, author })
  expect((await moderator.decide(note.id, 'approve')).status).toBe(200)
  await secondIsOver(site)
  return note
}

describe('the receipt', () => {
  test('tells the state, the moderator’s question and the note', async () => {
    const note = await sendNote(site, { body: 'Un **point**.' })
    await moderator.decide(note.id, 'return', { reason: 'De quel atelier parlez-vous ?' })
    expect(await (await behind(note)).json()).toMatchObject({
      id: note.id,
      reference: note.reference,
      page: '/seance/',
      status: 'returned',
      reason: 'De quel atelier parlez-vous ?',
      body: 'Un **point**.',
      version: 2,
    })
    const html = await (await site.get(`/suivi/${note.receipt}/`)).text()
    expect(html).toContain(note.reference)
    expect(html).toContain('De quel atelier parlez-vous ?')
  })

  test('tells that somebody reads the note now, and not who', async () => {
    const note = await sendNote(site, { body: 'Une note à relire.' })
    const receipt = async () => (await site.get(`/suivi/${note.receipt}/`)).text()
    expect(await receipt()).toContain('Elle attend d’être relue.')
    const desk = await TestDesk.open(site, moderator)
    await desk.get(`/moderation/notes/${note.id}/`)
    expect(await receipt()).toContain('Quelqu’un la relit en ce moment.')
    expect(await receipt()).not.toContain(moderator.name)
    await moderator.decide(note.id, 'return', { reason: 'Laquelle ?' })
    expect(await receipt()).not.toContain('Quelqu’un la relit')
  })

  test('keeps the question no longer once the author has answered it, on the page as in the API', async () => {
    const note = await sendNote(site, { body: 'Un atelier.' })
    await moderator.decide(note.id, 'return', { reason: 'De quel atelier parlez-vous ?' })
    await act(note, { intent: 'revise', body: 'L’atelier de soudure.', author: '' })
    expect(await (await behind(note)).json()).toMatchObject({ status: 'pending', reason: null })
    expect(await (await site.get(`/suivi/${note.receipt}/`)).text()).not.toContain('De quel atelier')
  })

  test.each(['x', 'x'.repeat(22), `${'x'.repeat(22)}'--`, 'x'.repeat(5000)])(
    '« %.30s » is unknown: 404',
    async (receipt) => {
      expect((await site.get(`/suivi/${encodeURIComponent(receipt)}/`)).status).toBe(404)
      expect((await site.get(`/api/receipts/${encodeURIComponent(receipt)}`)).status).toBe(404)
    },
  )
})

describe('a correction', () => {
  test('of a note that waits replaces it in the queue', async () => {
    const note = await sendNote(site, { body: 'Avant.' })
    const told = await site.get(`/suivi/${note.receipt}/?fait=correction`)
    expect(await told.text()).not.toContain('Votre correction est arrivée')
    const response = await act(note, { intent: 'revise', body: 'Après.', author: 'Goéland' })
    expect([response.status, response.headers.get('Location')]).toEqual([
      303,
      `/suivi/${note.receipt}/?fait=correction`,
    ])
    expect(await moderator.note(note.id)).toMatchObject({ status: 'pending', version: 2, body: 'Après.', kind: 'note' })
  })

  test('of a published note waits, while the page stays as it is, and shows once approved', async () => {
    const note = await published('Première version.')
    const put = await postJson(site, `/api/receipts/${note.receipt}`, { body: 'Deuxième version.' }, {}, 'PUT')
    expect(await put.json()).toMatchObject({ status: 'published', body: 'Deuxième version.' })
    expect(await page()).toContain('Première version.')
    expect(await moderator.note(note.id)).toMatchObject({ kind: 'revision', status: 'published' })
    await moderator.decide(note.id, 'approve')
    expect(await page()).toContain('Deuxième version.')
    expect(await page()).not.toContain('Première version.')
  })

  test('of the text alone keeps the name; an empty name takes it off; one of the name alone is one too', async () => {
    const note = await sendNote(site, { author: 'Courlis' })
    const put = (correction: object) => postJson(site, `/api/receipts/${note.receipt}`, correction, {}, 'PUT')
    expect(await (await put({ body: 'Deux.' })).json()).toMatchObject({ body: 'Deux.', author: 'Courlis' })
    expect(await (await put({ body: 'Trois.', author: '' })).json()).toMatchObject({ author: null })
    expect(await (await put({ body: 'Trois.', author: 'Sterne' })).json()).toMatchObject({ author: 'Sterne' })
  })

  test('that was refused leaves the published note, and its author reads why', async () => {
    const note = await published('Texte gardé.')
    await act(note, { intent: 'revise', body: 'Texte refusé.', author: '' })
    await moderator.decide(note.id, 'reject', { reason: 'Hors sujet.' })
    expect(await page()).toContain('Texte gardé.')
    expect(await (await behind(note)).json()).toMatchObject({ status: 'published', reason: 'Hors sujet.' })
  })

  test('that was sent back with a question stands in the form, to be gone on with', async () => {
    const note = await published('Texte publié.')
    await act(note, { intent: 'revise', body: 'Une correction à préciser.', author: '' })
    await moderator.decide(note.id, 'return', { reason: 'De quel jour parlez-vous ?' })
    const html = await (await site.get(`/suivi/${note.receipt}/`)).text()
    expect(html).toContain('De quel jour parlez-vous')
    expect(html).toMatch(/<textarea [^>]*name="body"[^>]*>Une correction à préciser\.<\/textarea>/)
  })

  test('at fault comes back with what was typed', async () => {
    const note = await sendNote(site)
    const response = await act(note, { intent: 'revise', body: '', author: 'x'.repeat(201) })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('x'.repeat(201))
  })

  test('of a note judged as spam is refused with the text kept', async () => {
    const note = await sendNote(site)
    await moderator.decide(note.id, 'spam')
    const response = await act(note, { intent: 'revise', body: 'Je voulais dire…', author: '' })
    expect(response.status).toBe(409)
    const html = await response.text()
    expect(html).toMatch(/<textarea [^>]*id="perdu"[^>]*>Je voulais dire…<\/textarea>/)
    expect(html).toContain('<a href="#perdu">')
    expect((await moderator.note(note.id)).version).toBe(2)
  })
})

test('what somebody else is quicker than at every try is asked for again later, the text kept, and nothing is changed', async () => {
  const note = await sendNote(site, { body: 'Écrite.', author: 'Goéland' })
  const { DB } = site.env
  await DB.prepare(
    `CREATE TRIGGER others_are_quicker BEFORE UPDATE ON notes WHEN OLD.id = '${note.id}' BEGIN SELECT RAISE(IGNORE); END`,
  ).run()
  const address = `/api/receipts/${note.receipt}`
  const late = [
    await postJson(site, address, { body: 'Corrigée.' }, {}, 'PUT'),
    await site.get(address, { method: 'DELETE' }),
    await act(note, { intent: 'revise', body: 'Corrigée.', author: '' }),
    await act(note, { intent: 'anonymise' }),
    await act(note, { intent: 'withdraw', confirm: 'oui' }),
  ]
  await DB.prepare('DROP TRIGGER others_are_quicker').run()
  for (const { status, headers } of late) expect([status, headers.get('Retry-After')]).toEqual([503, '10'])
  expect(await late[0]?.json()).toMatchObject({ status: 503, code: 'unavailable' })
  expect(await late[2]?.text()).toMatch(/<textarea [^>]*>Corrigée\.<\/textarea>/)
  expect(await (await behind(note)).json()).toMatchObject({ status: 'pending', body: 'Écrite.', version: 1 })
})

test('what was done is told as done as long as it is so, whatever else the address asks for', async () => {
  const note = await published('Signée.', 'Sterne')
  const told = async (fait: string) => {
    const html = await (await site.get(`/suivi/${note.receipt}/?${new URLSearchParams({ fait })}`)).text()
    return /<p class="etat-note"[^>]*>(.*?)<\/p>/.exec(html)?.[1] ?? null
  }
  const asked = ['correction', 'nom', '', '<b>x', 'constructor']
  const nothing = asked.map(() => null)
  expect(await Promise.all(asked.map(told))).toEqual(nothing)
  await act(note, { intent: 'revise', body: 'Signée, corrigée.', author: 'Sterne' })
  expect(await Promise.all(asked.map(told))).toEqual([
    unbroken('Votre correction est arrivée : elle sera relue.'),
    ...nothing.slice(1),
  ])
  await moderator.decide(note.id, 'approve')
  expect((await act(note, { intent: 'anonymise' })).headers.get('Location')).toBe(`/suivi/${note.receipt}/?fait=nom`)
  expect(await Promise.all(asked.map(told))).toEqual([null, 'Votre nom est retiré.', ...nothing.slice(2)])
  await act(note, { intent: 'withdraw', confirm: 'oui' })
  expect(await Promise.all(asked.map(told))).toEqual(nothing)
})

test('a receipt’s form that asks for nothing that it does is told so, and changes nothing', async () => {
  const { receipt } = await sendNote(site)
  const response = await postForm(site, `/suivi/${receipt}/`, { intent: 'publish' })
  expect(response.status).toBe(400)
  expect(await response.text()).toContain('Le formulaire demande ce que cette page ne sait pas faire')
})

test('a name that is taken off is gone at once, everywhere, and the note stays', async () => {
  const note = await published('Note signée.', 'Macareux-Moine')
  expect(await page()).toContain('Macareux-Moine')
  expect((await act(note, { intent: 'anonymise' })).status).toBe(303)
  expect(await page()).not.toContain('Macareux-Moine')
  expect(await page()).toContain('Note signée.')
  expect(await everythingStored(site)).not.toContain('Macareux-Moine')
})

test.each(['waits', 'shows'])('a name can still be taken off when a text without one %s', async (how) => {
  const name = how === 'waits' ? 'Fou-de-Bassan' : 'Guillemot-de-Troïl'
  const note = await published('Note signée.', name)
  const receipt = async () => (await site.get(`/suivi/${note.receipt}/`)).text()
  await act(note, { intent: 'revise', body: 'Note corrigée.', author: '' })
  if (how === 'shows') await moderator.decide(note.id, 'approve')
  expect(await everythingStored(site)).toContain(name)
  expect(await receipt()).toContain('value="anonymise"')
  expect((await act(note, { intent: 'anonymise' })).status).toBe(303)
  // KV takes one write of a key a second: the last one may follow the answer.
  await expect.poll(() => everythingStored(site), { timeout: 10_000 }).not.toContain(name)
  expect(await receipt()).not.toContain('value="anonymise"')
})

describe('a note that is withdrawn', () => {
  test('asks first, then is gone at once: page, permalink, lists, API', async () => {
    const note = await published('À retirer bientôt.')
    const asked = await act(note, { intent: 'withdraw' })
    expect(await asked.text()).toContain(unbroken('Retirer cette note ?'))
    expect(await page()).toContain('À retirer bientôt.')

    expect((await act(note, { intent: 'withdraw', confirm: 'oui' })).status).toBe(303)
    expect(await page()).not.toContain('À retirer bientôt.')
    const gone = await site.get(`/notes/${note.id}/`)
    expect(gone.status).toBe(410)
    expect(await gone.text()).toContain('<a href="/plan/">')
    expect((await site.get(`/api/notes/${note.id}`)).status).toBe(410)
    expect(await (await site.get('/api/notes?page=/seance/')).text()).not.toContain('À retirer bientôt.')
  })

  test('is in no list any more, though the lists were written a moment before', async () => {
    const note = await published('À retirer aussitôt.')
    await moderator.decide((await sendNote(site, { page: '/autre/' })).id, 'approve')
    // KV's second is over for all else, so nothing but the list itself is waited for.
    await site.env.DB.prepare(`UPDATE outbox SET written_at = '' WHERE key <> 'latest'`).run()
    expect((await act(note, { intent: 'withdraw', confirm: 'oui' })).status).toBe(303)
    for (const path of ['/nouveautes/', '/feed.xml']) {
      expect(await (await site.get(path)).text()).not.toContain('À retirer aussitôt.')
    }
  })

  test('leaves its text, its names and the reasons that quote it nowhere', async () => {
    const note = await published('Phrase introuvable un.', 'Pétrel-Tempête')
    await act(note, { intent: 'revise', body: 'Phrase introuvable deux.', author: 'Pétrel-Tempête' })
    await moderator.decide(note.id, 'reject', { reason: 'Vous écrivez « Phrase introuvable deux ».' })
    expect(await everythingStored(site)).toContain('Phrase introuvable deux')
    const response = await site.get(`/api/receipts/${note.receipt}`, { method: 'DELETE' })
    expect(response.status).toBe(204)
    // KV takes one write of a key a second: the last one may follow the answer.
    await expect.poll(() => everythingStored(site), { timeout: 10_000 }).not.toMatch(/introuvable|Pétrel|petrel/)
  })

  test('is final: nothing brings it back, and the fact remains', async () => {
    const note = await published('Pour de bon.')
    await act(note, { intent: 'withdraw', confirm: 'oui' })
    expect((await behind(note)).status).toBe(200)
    expect(await (await behind(note)).json()).toMatchObject({
      status: 'withdrawn',
      body: null,
      author: null,
      html: null,
    })
    expect((await act(note, { intent: 'revise', body: 'Retour.', author: '' })).status).toBe(409)
    expect((await moderator.decide(note.id, 'approve')).status).toBe(409)
    expect((await moderator.decide(note.id, 'restore')).status).toBe(409)
    expect((await moderator.note(note.id)).decisions.map(({ action }) => action)).toEqual(['approve'])
  })

  test('by a double tap is withdrawn once, and no fault', async () => {
    const note = await published('Deux fois.')
    const tap = () => site.get(`/api/receipts/${note.receipt}`, { method: 'DELETE' })
    const taps = await Promise.all([tap(), tap()])
    expect([...taps, await tap()].map(({ status }) => status)).toEqual([204, 204, 204])
    const form = await act(note, { intent: 'withdraw', confirm: 'oui' })
    expect([form.status, form.headers.get('Location')]).toEqual([303, `/suivi/${note.receipt}/`])
    expect((await moderator.note(note.id)).version).toBe(3)
    expect((await moderator.decide(note.id, 'erase')).status).toBe(409)
  })

  test('leaves its place on the page empty: no other note gets its number', async () => {
    const number = (id: string) =>
      site.env.DB.prepare('SELECT number FROM notes WHERE id = ?1').bind(id).first<number>('number')
    const first = await published('Un.')
    const place = await number(first.id)
    await act(first, { intent: 'withdraw', confirm: 'oui' })
    const second = await published('Deux.')
    expect(await number(first.id)).toBe(place)
    expect(await number(second.id)).toBe((place ?? 0) + 1)
  })

  test('sent again by a phone that never got the answer, is not sent again', async () => {
    const headers = { 'Idempotency-Key': 'a-phone-that-tries-again' }
    const note = await sendNote(site, { body: 'Une fois.' }, headers)
    await act(note, { intent: 'withdraw', confirm: 'oui' })
    expect(await sendNote(site, { body: 'Une fois.' }, headers)).toEqual(note)
    expect(await everythingStored(site)).not.toContain('Une fois.')
  })

  test('and another text under its key is not taken for it: the person is told, and the text is there', async () => {
    const key = 'back-to-the-form-after-it'
    const note = await sendNote(site, { body: 'Retirée.' }, { 'Idempotency-Key': key })
    await act(note, { intent: 'withdraw', confirm: 'oui' })
    const other = { page: '/seance/', body: 'Un tout autre texte.', licence: 'CC-BY-SA-4.0' }
    const answer = await postJson(site, '/api/notes', other, { 'Idempotency-Key': key })
    expect([answer.status, await answer.json()]).toMatchObject([422, { code: 'key_reused' }])
    const form = await postForm(site, '/contribuer/', { ...other, licence: 'on', key, intent: 'send' })
    expect(form.status).toBe(409)
    expect(await form.text()).toContain('Un tout autre texte.')
  })
})

test('an organiser erases for somebody who lost the receipt; a moderator may not', async () => {
  const other = await TestModerator.join(site, 'Enora')
  const note = await published('Lettre reçue.')
  expect((await other.decide(note.id, 'erase')).status).toBe(403)
  expect((await moderator.decide(note.id, 'erase')).status).toBe(200)
  expect(await page()).not.toContain('Lettre reçue.')
  expect((await moderator.note(note.id)).decisions.at(-1)).toMatchObject({ action: 'erase', moderator: 'Naïg' })
})
