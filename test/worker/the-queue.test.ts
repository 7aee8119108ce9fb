import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostsNeverPublished } from '../../worker/moderation/known-hosts'
import { queueSize } from '../../worker/moderation/queue'
import { unbroken } from '../../worker/site/typography'
import { type RunningSite, startSite } from '../support/harness'
import { numberedPages, pagesWithNotes, postForm, postJson, sendNote, TestDesk, TestModerator } from '../support/people'
import { siteYaml } from '../support/temporary-content'

let site: RunningSite
let moderator: TestModerator
let desk: TestDesk
let otherDesk: TestDesk
beforeAll(async () => {
  site = await startSite()
  await site.publish({
    ...pagesWithNotes,
    ...numberedPages(PAGES),
    'content/themed.md': `---\ntitle: Une séance à thème\nnotes: open\nsession: { start: 2022-07-06T10:00, end: 2022-07-06T11:00, theme: low-tech }\n---\n`,
    'content/english.md': '---\ntitle: In English\nlang: en\nnotes: open\n---\n',
    'content/site.yml': `${siteYaml}reasons: [{ id: doublon, action: reject, label: Doublon, text: 'Nous en gardons une.' }]\n`,
  })
  moderator = await TestModerator.join(site)
  desk = await TestDesk.open(site, moderator)
  otherDesk = await TestDesk.open(site, await TestModerator.join(site, 'Malo'))
})
afterAll(() => site.close())

/** A page of its own keeps each test's notes apart. */
const PAGES = 10
let taken = 0
const ownPage = () => `/page-${++taken}/`

type Item = { id: string; kind: string; reference: string; createdAt: string; excerpt: string }
const list = async (query: string) =>
  ((await (await moderator.get(`/api/admin/notes?limit=100&${query}`)).json()) as { items: Item[] }).items

describe('notes, corrections and reports wait in one queue', () => {
  test('each named as what it is, oldest first, in the API and on the page', async () => {
    const page = ownPage()
    const published = await sendNote(site, { page, body: 'Publiée.' })
    const waiting = await sendNote(site, { page, body: 'Attend.' })
    await moderator.decide(published.id, 'approve')
    await postForm(site, `/notes/${published.id}/signaler/`, { reason: 'Signalée.' })
    await postJson(site, `/api/receipts/${published.receipt}`, { body: 'Corrigée.' }, {}, 'PUT')
    const items = await list(`page=${page}`)
    expect(items.map(({ kind }) => kind)).toEqual(['note', 'report', 'revision'])
    expect(items.map(({ createdAt }) => createdAt)).toEqual(items.map(({ createdAt }) => createdAt).toSorted())
    for (const kind of ['note', 'report', 'revision']) {
      expect((await list(`page=${page}&kind=${kind}`)).map((item) => item.kind)).toEqual([kind])
    }
    const html = await desk.read(`/moderation/?page=${page}`)
    for (const words of ['signalement d’une note publiée', 'correction d’une note publiée', waiting.reference]) {
      expect(html).toContain(words)
    }
    expect(html).toMatch(/À relire\s: \d+ notes?, \d+ corrections?, \d+ signalements?\./)
    expect((await queueSize(site.env.DB)).oldest).toBe((await list(''))[0]?.createdAt)
  })

  test('each with its page’s title, which says its language where that is not the moderators’', async () => {
    const { id, reference } = await sendNote(site, { page: '/english/', body: 'Hello.' })
    const title = '<span lang="en">In English</span>'
    expect(await desk.read('/moderation/?page=/english/')).toContain(`${reference}, ${title}`)
    expect(await desk.read(`/moderation/notes/${id}/`)).toContain(title)
  })

  test('and are read to the end by cursor, each once, those of one moment too', async () => {
    const [one, two] = [await sendNote(site, { page: '/autre/' }), await sendNote(site, { page: '/autre/' })]
    await moderator.decide(one.id, 'approve')
    for (const reason of ['Un.', 'Deux.', 'Trois.']) await postForm(site, `/notes/${one.id}/signaler/`, { reason })
    const at = '2022-07-06T10:00:00.000Z'
    await site.env.DB.batch([
      site.env.DB.prepare('UPDATE notes SET waiting_since = ?1 WHERE waiting_since IS NOT NULL').bind(at),
      site.env.DB.prepare('UPDATE reports SET created_at = ?1').bind(at),
    ])
    const all = (await list('')).map(({ id }) => id)
    expect(all).toContain(two.id)
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const answer = await moderator.get(`/api/admin/notes?limit=1&cursor=${encodeURIComponent(cursor)}`)
      const { items, next } = (await answer.json()) as { items: Item[]; next: string | null }
      seen.push(...items.map(({ id }) => id))
      cursor = next
    }
    expect(seen).toEqual(all)
  })
})

describe('a filter', () => {
  test('by words finds a report by its reason, however it is written, and by both its reason and its note', async () => {
    const page = ownPage()
    const { id } = await sendNote(site, { page, body: 'Une éolienne.' })
    await moderator.decide(id, 'approve')
    const reason = `(Propos) déplacés, un jeudi : insultes\nL’ŒUVRE des « Ç\u0301 », ${'ÉTÉ à Noël'.normalize('NFD')} ; ÿ.`
    await postForm(site, `/notes/${id}/signaler/`, { reason })
    const found = async (words: string) =>
      (await list(`page=${page}&kind=report&q=${encodeURIComponent(words)}`)).length
    const asked = [
      'déplacés',
      'deplace',
      'INSULTE',
      'œuvres',
      'l’oeuvre',
      'été',
      'noel',
      'éoliennes déplacé',
      'ÿ',
      'proposs',
    ]
    for (const words of asked) expect([words, await found(words)]).toEqual([words, 1])
    for (const words of ['place', 'jeux', 'éols', 'chèvre']) expect([words, await found(words)]).toEqual([words, 0])
  })

  test('by words reads the text that counts, which is the one that the list shows', async () => {
    const undone = await sendNote(site, { body: 'Un alphamot.' })
    await moderator.decide(undone.id, 'edit', { body: 'Un betamot.' })
    await moderator.decide(undone.id, 'restore')
    const kept = await sendNote(site, { body: 'Un gammamot.' })
    await moderator.decide(kept.id, 'approve')
    await postJson(site, `/api/receipts/${kept.receipt}`, { body: 'Un deltamot.' }, {}, 'PUT')
    await moderator.decide(kept.id, 'reject')
    const found = async (query: string) => (await list(query)).map(({ id, excerpt }) => [id, excerpt])
    expect(await found('q=alphamot')).toEqual([[undone.id, 'Un alphamot.']])
    expect(await found('status=published&q=gammamot')).toEqual([[kept.id, 'Un gammamot.']])
    for (const query of ['q=betamot', 'status=published&q=deltamot'])
      expect([query, await found(query)]).toEqual([query, []])
  })

  test('by words that cannot be looked for lists nothing, says why at their field, and leads to nothing', async () => {
    await sendNote(site)
    for (const [words, why] of [
      ['!!!', 'Il n’y a là aucun mot à chercher'],
      ['a'.repeat(201), 'C’est trop long pour une recherche'],
    ] as const) {
      const html = await desk.read(`/moderation/?q=${words}`)
      expect(html).toContain(`<p class="faute" id="q-faute">${unbroken(why)}`)
      expect(html).toContain(`<title>${unbroken('Erreur :')}`)
      expect(html).not.toContain('name="item"')
      const next = await desk.get(`/moderation/suivante/?q=${words}`)
      expect(next.headers.get('Location')).toBe(`/moderation/?${new URLSearchParams({ q: words })}`)
    }
    expect(await desk.read('/moderation/?q=+')).toContain('name="item"')
  })

  test('by theme shows the notes of its sessions alone', async () => {
    const themed = await sendNote(site, { page: '/themed/', body: 'À thème.' })
    const plain = await sendNote(site, { page: '/autre/', body: 'Sans thème.' })
    const html = await desk.read('/moderation/?theme=low-tech')
    expect(html).toContain(themed.reference)
    expect(html).not.toContain(plain.reference)
    expect((await list('theme=low-tech')).map(({ id }) => id)).toEqual([themed.id])
  })

  test('by signal finds it whatever its detail', async () => {
    const page = ownPage()
    const flagged = await sendNote(site, { page, body: 'https://a.example https://b.example https://c.example' })
    await sendNote(site, { page, body: 'Sans lien.' })
    expect((await list(`page=${page}&flag=links`)).map(({ id }) => id)).toEqual([flagged.id])
    expect(await list(`page=${page}&flag=link`)).toEqual([])
  })

  test('by a reference leads straight to its note, in whatever state', async () => {
    const { id, reference } = await sendNote(site)
    await moderator.decide(id, 'reject')
    const response = await desk.get(`/moderation/?q=${reference.toLowerCase()}`)
    expect([response.status, response.headers.get('Location')]).toEqual([303, `/moderation/notes/${id}/`])
  })

  test('by a report’s reference leads to it and its note, open or closed', async () => {
    const page = ownPage()
    const { id } = await sendNote(site, { page })
    await moderator.decide(id, 'approve')
    for (const reason of ['Premier signalement.', 'Second signalement.']) {
      await postForm(site, `/notes/${id}/signaler/`, { reason })
    }
    const [first, second] = await list(`page=${page}&kind=report`)
    if (!first || !second) throw new Error('The reports are not in the queue.')
    const listed = async (query: string) => (await list(query)).map((item) => item.id)
    expect(await listed(`q=${first.reference}`)).toEqual([first.id])
    expect(await listed(`status=published&q=${first.reference.toLowerCase()}`)).toEqual([id])
    for (const state of ['open', 'closed']) {
      const response = await desk.get(`/moderation/?q=+${first.reference.toLowerCase()}&page=${page}`)
      const found = `/moderation/notes/${first.id}/?page=${encodeURIComponent(page)}`
      expect([state, response.status, response.headers.get('Location')]).toEqual([state, 303, found])
      expect(await desk.read(found)).toContain('Premier signalement.')
      if (state === 'open') await moderator.decide(first.id, 'dismiss')
    }
    expect(await listed(`q=${first.reference}`)).toEqual([])
    expect(await listed(`status=published&q=${first.reference}`)).toEqual([id])
    for (const none of ['SIGNAL-0', 'SIGNAL-999999', 'SIGNAL-1x']) {
      expect([none, (await desk.get(`/moderation/?q=${none}`)).status]).toEqual([none, 200])
    }
  })

  test('stays through a decision: the next note is one of its own', async () => {
    const page = ownPage()
    const [first, second] = [await sendNote(site, { page }), await sendNote(site, { page })]
    const file = `page=${encodeURIComponent(page)}`
    expect(await desk.read(`/moderation/notes/${first.id}/?${file}`)).toContain(`name="file" value="${file}"`)
    const onwards = await desk.post(`/moderation/notes/${first.id}/decisions/`, {
      version: '1',
      action: 'approve',
      file,
    })
    expect(onwards.headers.get('Location')).toBe(`/moderation/notes/${second.id}/?${file}&fait=${first.id}`)
    const end = await desk.post(`/moderation/notes/${second.id}/decisions/`, { version: '1', action: 'spam', file })
    expect(end.headers.get('Location')).toBe(`/moderation/?${file}&fait=${second.id}`)
  })
})

describe('two at once', () => {
  test('each sees that the other reads a note, and is led to another', async () => {
    const page = ownPage()
    const [first, second] = [await sendNote(site, { page }), await sendNote(site, { page })]
    await otherDesk.get(`/moderation/notes/${first.id}/`)
    expect(await desk.read(`/moderation/notes/${first.id}/`)).toContain('Malo relit depuis 1 minute')
    expect(await desk.read(`/moderation/?page=${page}`)).toContain('Malo relit depuis')
    const next = await desk.get(`/moderation/suivante/?page=${page}`)
    expect(next.headers.get('Location')).toContain(second.id)
    const ends = await site.env.DB.prepare(`SELECT until FROM leases WHERE moderator = 'Malo'`).first<string>('until')
    expect(Math.ceil((Date.parse(ends ?? '') - Date.now()) / 60_000)).toBe(5)
    await site.env.DB.prepare(`UPDATE leases SET until = '2022' WHERE moderator = 'Malo'`).run()
    expect(await desk.read(`/moderation/?page=${page}`)).not.toContain('Malo relit')
    const after = await desk.get(`/moderation/suivante/?page=${page}`)
    expect(after.headers.get('Location')).toContain(first.id)
    expect(await desk.read(`/moderation/notes/${first.id}/`)).not.toContain('Malo relit')
  })

  test('a skipped note comes back after the others', async () => {
    const page = ownPage()
    const [first, second] = [await sendNote(site, { page }), await sendNote(site, { page })]
    const skip = /<a href="([^"]+)"[^>]*>Passer à la suivante/.exec(
      await desk.read(`/moderation/notes/${first.id}/?page=${page}`),
    )?.[1]
    const skipped = await desk.get((skip ?? '').replaceAll('&amp;', '&'))
    expect(skipped.headers.get('Location')).toContain(second.id)
    expect(await otherDesk.read(`/moderation/notes/${first.id}/`)).not.toContain('Naïg relit')
    await site.env.DB.prepare(`DELETE FROM leases WHERE moderator = 'Malo'`).run()
    const again = await desk.post(`/moderation/notes/${second.id}/decisions/`, {
      version: '1',
      action: 'approve',
      file: `page=${page}`,
    })
    expect(again.headers.get('Location')).toContain(first.id)
  })

  test('a double tap is one decision and no conflict', async () => {
    const { id } = await sendNote(site)
    const approve = () => desk.post(`/moderation/notes/${id}/decisions/`, { version: '1', action: 'approve' })
    const answers = await Promise.all([approve(), approve()])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect((await moderator.note(id)).decisions).toHaveLength(1)
  })

  test('a reason that was corrected after it was sent is no double tap: it is given back, and the first one stands', async () => {
    const { id } = await sendNote(site)
    const reject = (reason: string) =>
      desk.post(`/moderation/notes/${id}/decisions/`, { version: '1', action: 'reject', reason })
    for (let tap = 0; tap < 2; tap++) expect((await reject('Premiers mots.')).status).toBe(303)
    const corrected = await reject('Mots corrigés.')
    expect(corrected.status).toBe(409)
    const html = await corrected.text()
    for (const words of ['Vous avez déjà décidé', 'refusée par Naïg', 'Premiers mots.', 'Mots corrigés.'])
      expect(html).toContain(words)
    expect((await moderator.note(id)).decisions).toMatchObject([{ reason: 'Premiers mots.' }])
  })

  test('a retouch that was changed after it was sent is no double tap either: the first text stands', async () => {
    const { id } = await sendNote(site)
    const edit = async (body: string) =>
      (await desk.post(`/moderation/notes/${id}/decisions/`, { version: '1', action: 'edit', body })).status
    expect([await edit('Un.'), await edit('Un.'), await edit('Deux.')]).toEqual([303, 303, 409])
    expect((await moderator.note(id)).body).toBe('Un.')
  })

  test('the same again, once the author has acted on the first, is a conflict', async () => {
    const { id, receipt } = await sendNote(site)
    const reject = async () =>
      (await desk.post(`/moderation/notes/${id}/decisions/`, { version: '1', action: 'reject' })).status
    expect(await reject()).toBe(303)
    await postJson(site, `/api/receipts/${receipt}`, { body: 'Corrigée.' }, {}, 'PUT')
    expect(await reject()).toBe(409)
  })

  test('a name taken off, or a note erased, by a double tap is no conflict, though its reason is erased with it', async () => {
    const organiser = await TestModerator.join(site, 'Bureau', { organiser: true })
    const office = await TestDesk.open(site, organiser)
    const { id } = await sendNote(site, { author: 'Goéland' })
    const more = { confirm: 'oui', reason: 'Goéland l’a demandé.' }
    for (const [version, action] of [
      ['1', 'anonymise'],
      ['2', 'erase'],
    ] as const) {
      const act = () => office.post(`/moderation/notes/${id}/decisions/`, { version, action, ...more })
      for (let tap = 0; tap < 2; tap++) expect([action, (await act()).status]).toEqual([action, 303])
    }
    expect((await moderator.note(id)).decisions).toHaveLength(2)
  })

  test('who is second sees who did what, both texts, and may go on all the same', async () => {
    const { id } = await sendNote(site, { body: 'Le texte envoyé.' })
    await otherDesk.post(`/moderation/notes/${id}/decisions/`, {
      version: '1',
      action: 'edit',
      body: 'Le texte de Malo.',
    })
    const late = await desk.post(`/moderation/notes/${id}/decisions/`, {
      version: '1',
      action: 'edit',
      body: 'Mon texte.',
    })
    expect(late.status).toBe(409)
    const html = await late.text()
    for (const words of [
      'retouchée et publiée par Malo',
      'Mon texte.',
      'Malo',
      unbroken('Quand même : retoucher puis publier'),
    ]) {
      expect(html).toContain(words)
    }
    const again = /name="version" value="(\d+)"/.exec(html.slice(html.indexOf('role="alert"')))?.[1] ?? ''
    await desk.post(`/moderation/notes/${id}/decisions/`, { version: again, action: 'edit', body: 'Mon texte.' })
    expect((await moderator.note(id)).body).toBe('Mon texte.')
  })
})

describe('one note', () => {
  test('shows each link with its whole host, and points out what may be personal', async () => {
    const body = 'Voir [la banque](https://b%61nque.example.evil.example/x), a@b.example, 06 12 34 56 78, рayer.'
    const { id } = await sendNote(site, { body })
    const html = await desk.read(`/moderation/notes/${id}/`)
    expect(html).toContain('<strong>banque.example.evil.example</strong>')
    for (const words of [
      'jamais cité dans une note publiée',
      'adresse de courriel',
      '<mark>06 12 34 56 78</mark>',
      'mêle plusieurs alphabets',
    ]) {
      expect(html).toContain(words)
    }
  })

  test('marks the host of a link and not what looks like it in the scheme or the user’s name', async () => {
    const addresses = ['http://tp/', 'https://tp:tp@tp:8080/tp', 'mailto:to@tp.example']
    const { id } = await sendNote(site, { body: addresses.map((address) => `<${address}>`).join(' ') })
    const html = await desk.read(`/moderation/notes/${id}/`)
    const links = [...html.matchAll(/<li>([^<]*<strong>.*?<\/strong>[^<]*)/g)].map(([, link]) => link)
    expect(links).toEqual([
      'http://<strong>tp</strong>/',
      'https://tp:tp@<strong>tp:8080</strong>/tp',
      'mailto:<strong>to@tp.example</strong>',
    ])
  })

  test('knows a host as cited when a published note leads to it, and not to one whose name holds its own', async () => {
    const cite = async (body: string) => {
      const { id } = await sendNote(site, { page: '/autre/', body })
      await moderator.decide(id, 'approve')
    }
    await cite(
      'Voir https://wiki.lowtech-brest.org/ et https://kervad.example.evil.example, https://kervad.example-x.fr',
    )
    await cite(
      'HTTPS://Douarnenez.example. « https://plogoff.example » https://plogoff.exampleé.fr www.pontivy.example,',
    )
    await cite('https://a.example@evil.example/ et wwww.quimper.example, naig@morlaix.example')
    await cite('Lire « https://locronan.example\u00a0», et www.camaret.example…')
    await cite(`${'https://roscoff.example.evil.example '.repeat(10)}https://roscoff.example:8080/x`)
    const hosts: [string, boolean][] = [
      ['wiki.lowtech-brest.org', false],
      ['lowtech-brest.org', true],
      ['tech-brest.org', true],
      ['owtech-brest.org', true],
      ['kervad.example', true],
      ['douarnenez.example', false],
      ['plogoff.example', false],
      ['www.pontivy.example', false],
      ['www.quimper.example', true],
      ['a.example', true],
      ['roscoff.example', false],
      ['naig@morlaix.example', false],
      ['ig@morlaix.example', true],
      ['locronan.example', false],
      ['www.camaret.example', false],
      ['[::1]', true],
    ]
    const found = await hostsNeverPublished(
      site.env.DB,
      hosts.map(([host]) => host),
    )
    expect([...found]).toEqual(hosts)
  })

  test('lists the first fifty things to look at twice, and marks all of them in the text', async () => {
    const numbers = Array.from({ length: 60 }, (_, n) => `06 12 34 56 ${10 + n}`)
    const { id } = await sendNote(site, { body: numbers.join(', ') })
    const html = await desk.read(`/moderation/notes/${id}/`)
    expect(html.match(/<li>numéro de téléphone/g)).toHaveLength(50)
    expect(html).toContain(unbroken('Ce sont les 50 premières ; le texte, plus bas, les marque toutes.'))
    for (const number of numbers) expect(html).toContain(`<mark>${number}</mark>`)
  })

  test('tells what may be personal from what may mislead the eye, and each once', async () => {
    const body = 'a@b.example, a@b.example, \u202edit\u202c, \u202efait\u202c, рayer, mot\u200bcaché.'
    const { id } = await sendNote(site, { body })
    const html = await desk.read(`/moderation/notes/${id}/`)
    const under = (title: string) => {
      const [list = ''] = html.split(`<h3>${unbroken(title)}</h3>`)[1]?.split('</ul>') ?? []
      return [...list.matchAll(/<li>(.*?)<\/li>/g)].map(([, line]) => line)
    }
    expect(under('Donnée personnelle ?')).toEqual([unbroken('adresse de courriel : <bdi>a@b.example</bdi>')])
    expect(under('Lecture trompeuse ?')).toEqual([
      'signe invisible qui change le sens de lecture',
      unbroken('mot qui mêle plusieurs alphabets : <bdi>рayer</bdi>'),
      'signe invisible',
    ])
  })

  test('shows a correction word by word against what is published', async () => {
    const { id, receipt } = await sendNote(site, { body: 'Le four monte à cent degrés.' })
    await moderator.decide(id, 'approve')
    await postJson(site, `/api/receipts/${receipt}`, { body: 'Le four monte à deux cents degrés.' }, {}, 'PUT')
    const html = await desk.read(`/moderation/notes/${id}/`)
    expect(html).toContain('monte à <del>[−cent−]</del><ins>[+deux+]</ins>')
  })

  test('texts that differ in everything are still shown, without comparing for ever', async () => {
    const words = (from: number) => Array.from({ length: 3_000 }, (_, n) => (from + n).toString(36)).join(' ')
    const { id, receipt } = await sendNote(site, { body: words(50_000) })
    await moderator.decide(id, 'approve')
    await postJson(site, `/api/receipts/${receipt}`, { body: words(90_000) }, {}, 'PUT')
    const html = await desk.read(`/moderation/notes/${id}/`)
    expect(html).toContain('<del>[−')
    expect(html).toContain('<ins>[+')
  })

  test('lists the other notes of its session, and leads to the note that it is near to', async () => {
    const page = ownPage()
    const text = 'Nous avons compté les haies du bourg avec un décamètre, un carnet et beaucoup de patience ce matin.'
    const first = await sendNote(site, { page, body: text })
    const second = await sendNote(site, { page, body: `${text} Encore.` })
    const html = await desk.read(`/moderation/notes/${second.id}/`)
    expect(html).toContain(`>${first.reference}</a> · à relire`)
    expect(html).toContain(`<a href="/moderation/?q=${first.reference}">proche de ${first.reference}</a>`)
  })

  test('shows of the other notes the text that counts, and not a correction that was refused', async () => {
    const page = ownPage()
    const beside = await sendNote(site, { page, body: 'Texte que tous lisent.' })
    await moderator.decide(beside.id, 'approve')
    await postJson(site, `/api/receipts/${beside.receipt}`, { body: 'Correction refusée.' }, {}, 'PUT')
    await moderator.decide(beside.id, 'reject')
    const { id } = await sendNote(site, { page, body: 'Une note.' })
    const html = await desk.read(`/moderation/notes/${id}/`)
    expect(html).toContain('Texte que tous lisent.')
    expect(html).not.toContain('Correction refusée.')
  })

  test('lets a ready sentence be taken over and changed before it is sent', async () => {
    const { id } = await sendNote(site)
    const fields = { version: '1', ready: 'doublon', reason: '', reprendre: 'reject' }
    const response = await desk.post(`/moderation/notes/${id}/decisions/`, fields)
    expect(response.status).toBe(200)
    expect(await response.text()).toMatch(/<textarea name="reason"[^>]*>Nous en gardons une\.<\/textarea>/)
    expect((await moderator.note(id)).status).toBe('pending')
  })

  test('puts a ready sentence that is taken over below the own words that stand there already', async () => {
    const { id } = await sendNote(site)
    const fields = { version: '1', ready: 'doublon', reason: 'Merci Malo.\r\n', reprendre: 'reject' }
    const html = await (await desk.post(`/moderation/notes/${id}/decisions/`, fields)).text()
    expect(html).toMatch(/<textarea name="reason"[^>]*>Merci Malo\.\n\nNous en gardons une\.<\/textarea>/)
  })
})

describe('several at once by form', () => {
  const bulk = (fields: [string, string][]) => desk.post('/moderation/decisions/', fields)

  test('none chosen says so', async () => {
    const response = await bulk([['action', 'approve']])
    expect(response.headers.get('Location')).toBe('/moderation/?choisir=1')
    const html = await desk.read('/moderation/?choisir=1')
    expect(html).toContain('Aucune note n’était choisie')
    expect(html).toMatch(/<title>Erreur\s: /)
  })

  test('all are ticked at once in the queue of one session, or of spam, and in no wider one', async () => {
    const page = ownPage()
    const sent = [await sendNote(site, { page }), await sendNote(site, { page }), await sendNote(site, { page })]
    const judged = [await sendNote(site, { page }), await sendNote(site, { page })]
    for (const { id } of judged) await moderator.decide(id, 'spam')
    const ticks = async (query: string) => {
      const offered = (await desk.read(`/moderation/?${query}`)).includes('Tout cocher')
      const html = await desk.read(`/moderation/?${query}&coche=tout`)
      return [offered, html.match(/ checked=""/g)?.length ?? 0]
    }
    expect(await ticks(`page=${page}`)).toEqual([true, sent.length])
    expect(await ticks(`page=${page}&status=spam`)).toEqual([true, judged.length])
    expect((await ticks('status=spam'))[0]).toBe(true)
    for (const wide of ['', 'kind=note', 'status=pending', 'flag=links']) {
      expect([wide, ...(await ticks(wide))]).toEqual([wide, false, 0])
    }
  })

  test('more than a hundred is refused with a sentence', async () => {
    const items = Array.from({ length: 101 }, (_, n): [string, string] => ['item', `x${n} 1`])
    const response = await bulk([['action', 'approve'], ...items])
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('Cent à la fois au plus')
  })

  test('sent twice, tells who sent it that it is done, and anybody else that the note has changed', async () => {
    const { id } = await sendNote(site)
    const lot: [string, string][] = [
      ['action', 'spam'],
      ['item', `${id} 1`],
      ['confirm', 'oui'],
    ]
    const changed = unbroken('laissée : elle a changé entre-temps')
    for (let time = 0; time < 2; time++) expect(await (await bulk(lot)).text()).not.toContain(changed)
    expect(await (await otherDesk.post('/moderation/decisions/', lot)).text()).toContain(changed)
    expect((await moderator.note(id)).decisions).toHaveLength(1)
  })

  test('sent again with another reason, tells that the first one stands', async () => {
    const { id } = await sendNote(site)
    const reject = async (reason: string) => {
      const lot: [string, string][] = [
        ['action', 'reject'],
        ['item', `${id} 1`],
        ['confirm', 'oui'],
        ['reason', reason],
      ]
      return (await bulk(lot)).text()
    }
    const changed = unbroken('laissée : elle a changé entre-temps')
    for (let time = 0; time < 2; time++) expect(await reject('Premiers mots.')).not.toContain(changed)
    expect(await reject('Mots corrigés.')).toContain(changed)
    expect((await moderator.note(id)).decisions).toMatchObject([{ reason: 'Premiers mots.' }])
  })

  test('leads back to the list within the filter that it was chosen from', async () => {
    const { id } = await sendNote(site, { page: '/autre/' })
    const file = 'kind=note&page=%2Fautre%2F'
    const field = `name="file" value="${file.replace('&', '&amp;')}"`
    expect(await desk.read(`/moderation/?${file}`)).toContain(field)
    const fields: [string, string][] = [
      ['action', 'spam'],
      ['item', `${id} 1`],
      ['file', file],
    ]
    const asked = await (await bulk(fields)).text()
    expect(asked).toContain(field)
    const result = await (await bulk([...fields, ['confirm', 'oui']])).text()
    const none = await bulk([
      ['action', 'spam'],
      ['file', file],
    ])
    expect(none.headers.get('Location')).toBe(`/moderation/?${file}&choisir=1`)
    for (const html of [asked, result]) expect(html).toContain(`href="/moderation/?${file.replace('&', '&amp;')}"`)
  })

  test('tells beforehand what will be left, and gives each author the reason', async () => {
    const [pending, decided] = [await sendNote(site), await sendNote(site)]
    await moderator.decide(decided.id, 'approve')
    const items: [string, string][] = [
      ['action', 'reject'],
      ['item', `${pending.id} 1`],
      ['item', `${decided.id} 2`],
    ]
    const asked = await (await bulk(items)).text()
    expect(asked).toContain(unbroken('laissée comme elle est : son état ne le permet pas'))
    for (const label of ['Une phrase toute prête (facultatif)', 'Ou vos mots (facultatif)']) {
      expect(asked).toContain(`>${label}</label>`)
    }
    const result = await (await bulk([...items, ['confirm', 'oui'], ['reason', 'Hors sujet.']])).text()
    expect(result).toContain(unbroken('laissée : son état ne le permet pas'))
    expect((await moderator.note(pending.id)).decisions).toMatchObject([{ action: 'reject', reason: 'Hors sujet.' }])
  })
})
