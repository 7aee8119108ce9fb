import { Marked } from 'marked'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type DocumentName, documentKey, documentNames, wantDocuments } from '../../worker/notes/documents'
import { publishDocuments } from '../../worker/publishing/documents'
import { blockKey } from '../../worker/publishing/values'
import { composeProven } from '../../worker/reading/proceedings/compose'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, postJson, type SentNote, sendNote, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
const session = (title: string, start: string, end: string) =>
  `---\ntitle: ${title}\nnotes: open\nsession: { start: ${start}, end: ${end}, room: amphi, theme: low-tech, speakers: [Naïg] }\n---\n`

beforeAll(async () => {
  site = await startSite({ instrumented: true })
  await site.publish({
    ...pagesWithNotes,
    'content/tard.md': session('La plus tardive', '2022-07-06T14:00', '2022-07-06T15:00'),
    'content/tot.md': session('La première', '2022-07-06T09:00', '2022-07-06T10:00'),
  })
  moderator = await TestModerator.join(site, 'Naïg', { organiser: true })
})
afterAll(() => site.close())
beforeEach(async () => {
  await dueNow()
  await site.runCron()
})

/** What the clock would do in ten minutes. */
async function dueNow(): Promise<void> {
  await site.env.DB.prepare(`UPDATE outbox SET due_at = '', written_at = '', leased_until = ''`).run()
}

async function publishNote(page: string, body: string, author = 'Goéland'): Promise<SentNote> {
  const sent = await sendNote(site, { page, body, author })
  expect((await moderator.decide(sent.id, 'approve')).status).toBe(200)
  return sent
}

const text = async (path: string, init?: RequestInit) => (await site.get(path, init)).text()
const kvKeys = async (prefix: string) => (await site.env.PAGES.list({ prefix })).keys.map(({ name }) => name)

test('before the first composition the proceedings are made of what visitors see, and files to keep say when to come back', async () => {
  const fresh = await startSite()
  try {
    await fresh.publish(pagesWithNotes)
    expect(await (await fresh.get('/actes/')).text()).toContain('Aucune note n’est encore publiée')
    const key = await TestModerator.join(fresh)
    const { id } = await sendNote(fresh, { body: 'Toute fraîche.' })
    await key.decide(id, 'approve')
    for (const path of ['/actes/', '/actes.md', '/actes.json']) {
      const response = await fresh.get(path)
      expect(response.status).toBe(200)
      expect(response.headers.get('ETag')).toMatch(/^"[0-9a-f]{32}"$/)
      expect(await response.text()).toContain('Toute fraîche.')
    }
    for (const path of ['/actes.epub', '/archive.zip']) {
      const response = await fresh.get(path)
      expect(response.status).toBe(404)
      expect(await response.text()).toContain('Revenez dans une dizaine de minutes')
    }
  } finally {
    await fresh.close()
  }
})

test('notes stand by day, hour and session, with author and licence, behind a table of contents', async () => {
  await publishNote('/seance/', 'Hors du programme.')
  await publishNote('/tard/', 'De l’après-midi.', '<b>Sterne</b>')
  await publishNote('/tot/', 'Du matin.')
  await dueNow()
  await site.runCron()
  const html = await text('/actes/')
  const order = ['<nav class="sommaire"', 'Mercredi 6 juillet 2022</h2>', 'La première', 'Du matin.', 'La plus tardive']
  const places = [...order, 'De l’après-midi.', 'Hors programme</h2>', 'Hors du programme.'].map((words) =>
    html.lastIndexOf(words),
  )
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(places[0]).toBeGreaterThan(0)
  expect(html).toContain('&lt;b&gt;Sterne&lt;/b&gt;')
  expect(html).toContain('CC-BY-SA-4.0')
  for (const [, anchor] of html.matchAll(/href="#([^"]+)"/g)) expect(html).toContain(`id="${anchor}"`)

  const markdown = await text('/actes.md')
  expect(markdown).toContain('## Mercredi 6 juillet 2022')
  expect(markdown).toContain('\\<b\\>Sterne\\</b\\>')
  const json = JSON.parse(await text('/actes.json'))
  expect(json).toMatchObject({ format: 1, licence: { id: 'CC-BY-SA-4.0' }, event: { place: 'Brest' } })
  expect(json.days.map(({ day }: { day: string | null }) => day)).toEqual(['2022-07-06', null])
  expect(json.days[0].sessions[0]).toMatchObject({
    ...{ address: '/tot/', title: 'La première', start: '2022-07-06T09:00', room: 'Grand amphi', theme: 'Low-tech' },
    notes: [{ author: 'Goéland', body: 'Du matin.', html: '<p>Du matin.</p>', licence: 'CC-BY-SA-4.0', revision: 1 }],
  })
})

test('in Markdown each note stands under the name of who wrote it, and none passes for another note or lets HTML live', async () => {
  const forged =
    '# Titre faux\n\n**Autre**\n===\n\n<script>alert(3)</script>\n\n---\n\n— **Le Maire**\n\n```\n#### Le Maire'
  const { id } = await publishNote('/tot/', forged, 'Naïg *B.*')
  await publishNote('/tot/', 'Après.', 'Yann')
  await dueNow()
  await site.runCron()
  const markdown = await text('/actes.md')
  const tokens = new Marked().lexer(markdown)
  const headings = tokens.flatMap((token) => (token.type === 'heading' ? [`${token.depth} ${token.text}`] : []))
  const first = headings.indexOf('4 Naïg \\*B.\\*')
  expect(headings.slice(first, first + 3)).toEqual(['4 Naïg \\*B.\\*', '5 Titre faux', '4 Yann'])
  expect(tokens.filter(({ type }) => type === 'html')).toEqual([])
  expect(markdown).toMatch(
    new RegExp(`\\n\\[[^\\]]+\\]\\([^)]+/notes/${id}/\\) · CC-BY-SA-4\\.0\\n\\n#### Yann\\n\\nAprès\\.\\n`),
  )
})

test('they are composed again at most every ten minutes, and only when something changed', async () => {
  await publishNote('/seance/', 'Première composition.')
  await dueNow()
  await site.runCron()
  const written = () =>
    site.env.DB.prepare('SELECT wanted, published FROM outbox WHERE key = ?1')
      .bind(documentKey('actes.html'))
      .first<{ wanted: number; published: number }>()
  const before = await site.env.PAGES.get(documentKey('actes.html'))
  await publishNote('/seance/', 'Avant dix minutes.')
  await site.runCron()
  expect(await site.env.PAGES.get(documentKey('actes.html'))).toBe(before)
  expect(await text('/actes/')).not.toContain('Avant dix minutes.')
  await dueNow()
  await site.runCron()
  expect(await text('/actes/')).toContain('Avant dix minutes.')
  const composed = await site.env.PAGES.get(documentKey('actes.html'))
  await dueNow()
  await site.runCron()
  expect(await site.env.PAGES.get(documentKey('actes.html'))).toBe(composed)
  const row = await written()
  expect(row?.published).toBe(row?.wanted)
})

test('pages that changed online are waited for until KV has them everywhere, a note of meanwhile too', async () => {
  const now = Date.now()
  const iso = (time: number) => new Date(time).toISOString()
  await wantDocuments(site.env.DB, iso(now), { notBefore: iso(now + 61_000) }).run()
  await publishNote('/autre/', 'Publiée entre-temps.')
  const isBehind = async () =>
    (await site.env.DB.prepare('SELECT published < wanted AS behind FROM outbox WHERE key = ?1')
      .bind(documentKey('actes.md'))
      .first<number>('behind')) === 1
  const compose = (at: number) => publishDocuments(site.env, (name) => composeProven(site.env, name), at)
  await compose(now + 60_000)
  expect(await isBehind()).toBe(true)
  await compose(now + 61_000)
  expect(await isBehind()).toBe(false)
})

test('the parts of two compositions are kept, older ones are removed', async () => {
  for (let n = 0; n < 4; n++) {
    await publishNote('/seance/', `Composition ${n}.`)
    await dueNow()
    await site.runCron()
  }
  expect((await kvKeys('part/')).filter((key) => key.includes('/actes.md/'))).toHaveLength(2)
})

describe('what is taken away is in none of them any more, at once', () => {
  const all = ['/actes/', '/actes.md', '/actes.json', '/actes.epub', '/archive.zip']
  const composed = async (body: string, author?: string) => {
    const sent = await publishNote('/seance/', body, author)
    await dueNow()
    await site.runCron()
    for (const path of all) expect((await site.get(path)).status).toBe(200)
    return sent
  }

  test('a withdrawn note: the files to keep wait, the pages go on without it, and KV holds no part with it', async () => {
    const { receipt } = await composed('À retirer sans délai.')
    expect((await site.get(`/api/receipts/${receipt}`, { method: 'DELETE' })).status).toBe(204)
    for (const path of ['/actes/', '/actes.md', '/actes.json']) {
      const response = await site.get(path)
      expect(response.status).toBe(200)
      expect(await response.text()).not.toContain('À retirer')
    }
    for (const path of ['/actes.epub', '/archive.zip']) expect((await site.get(path)).status).toBe(404)
    expect(await kvKeys('part/')).toEqual([])
    await dueNow()
    await site.runCron()
    for (const path of all) expect((await site.get(path)).status).toBe(200)
    expect(await text('/actes/')).not.toContain('À retirer')
  })

  test('a name that is removed, a note that is unpublished or erased', async () => {
    const { receipt } = await composed('Le texte reste.', 'Pseudonyme à ôter')
    const follow = await site.get(`/suivi/${receipt}/`, {
      method: 'POST',
      body: new URLSearchParams({ intent: 'anonymise' }),
    })
    expect(follow.status).toBeLessThan(400)
    expect(await text('/actes/')).not.toContain('Pseudonyme à ôter')
    const unpublished = await composed('À dépublier.')
    await moderator.decide(unpublished.id, 'unpublish')
    expect(await text('/actes.json')).not.toContain('À dépublier.')
    const erased = await composed('À effacer.')
    await moderator.decide(erased.id, 'erase')
    expect((await site.get('/archive.zip')).status).toBe(404)
    expect(await text('/actes.md')).not.toContain('À effacer.')
  })

  test('even when KV refuses at that moment', async () => {
    const { id } = await composed('Malgré KV, retirée.')
    const response = await site.get(`/api/admin/notes/${id}/decisions`, {
      method: 'POST',
      headers: { ...moderator.headers, 'Content-Type': 'application/json', 'X-Test-Faults': 'PAGES.put' },
      body: JSON.stringify({ action: 'unpublish', version: 2 }),
    })
    expect(response.status).toBe(200)
    expect(await text('/actes/')).not.toContain('Malgré KV')
    await dueNow()
    await site.runCron()
    expect(await kvKeys('part/')).not.toEqual([])
    expect(await text('/actes/')).not.toContain('Malgré KV')
  })
})

test('a part with a text that was taken away goes, even when KV’s list did not name it yet', async () => {
  const { receipt } = await publishNote('/seance/', 'Pas encore listée.')
  expect((await site.get(`/api/receipts/${receipt}`, { method: 'DELETE' })).status).toBe(204)
  await site.env.PAGES.put('part/0/archive.zip/1/1', 'Pas encore listée.')
  await dueNow()
  await site.runCron()
  expect(await kvKeys('part/0/')).toEqual([])
})

test('a note that is withdrawn while a document is composed is in no part of it', async () => {
  const { receipt } = await publishNote('/seance/', 'Retirée entre-temps.')
  await dueNow()
  const last = 'archive.zip'
  const compose = async (name: DocumentName) => {
    const composition = await composeProven(site.env, name)
    if (name === last) await site.get(`/api/receipts/${receipt}`, { method: 'DELETE' })
    return composition
  }
  await publishDocuments(site.env, compose, Date.now())
  expect((await kvKeys('part/')).filter((key) => key.includes(last))).toEqual([])
})

test('a document is kept from others while it is composed, however long those before it have taken', async () => {
  await publishNote('/seance/', 'Après une longue composition.')
  await dueNow()
  const keptUntil: string[] = []
  const compose = async (name: DocumentName) => {
    const lease = site.env.DB.prepare('SELECT leased_until FROM outbox WHERE key = ?1').bind(documentKey(name))
    keptUntil.push((await lease.first<string>('leased_until')) ?? '')
    return composeProven(site.env, name)
  }
  const begun = Date.now() - 6 * 60_000
  await publishDocuments(site.env, compose, begun)
  expect(keptUntil).toHaveLength(documentNames.length)
  for (const until of keptUntil) expect(Date.parse(until)).toBeGreaterThan(Date.now() + 60_000)
})

test('a name that is taken off once more takes nothing away', async () => {
  const { receipt } = await publishNote('/seance/', 'Sans nom bientôt.')
  const form = new URLSearchParams({ intent: 'anonymise' })
  const takeOff = () => site.get(`/suivi/${receipt}/`, { method: 'POST', body: form })
  expect((await takeOff()).status).toBe(303)
  await dueNow()
  await site.runCron()
  expect((await takeOff()).status).toBe(303)
  expect((await site.get('/archive.zip')).status).toBe(200)
})

describe('what is composed is what D1 says, whatever KV still serves', () => {
  /** As an isolate composes it that has not written these values itself. */
  async function composedElsewhere(): Promise<string> {
    const { bytes } = await composeProven(site.env, 'actes.json')
    const decoder = new TextDecoder()
    let json = ''
    for await (const chunk of bytes) json += decoder.decode(chunk, { stream: true })
    return json
  }

  test('an old block gives no word of a note that is gone, and no name that was removed', async () => {
    const { id } = await publishNote('/tot/', 'Vieux bloc.')
    const { receipt } = await publishNote('/tot/', 'Sans nom désormais.', 'Ancien pseudonyme')
    const { value, metadata } = await site.env.PAGES.getWithMetadata(blockKey('/tot/', 1))
    expect(await composedElsewhere()).toContain('Ancien pseudonyme')
    await moderator.decide(id, 'unpublish')
    await site.get(`/suivi/${receipt}/`, { method: 'POST', body: new URLSearchParams({ intent: 'anonymise' }) })
    await site.env.PAGES.put(blockKey('/tot/', 1), value ?? '', { metadata })
    const json = await composedElsewhere()
    expect(json).toContain('Sans nom désormais.')
    expect(json).not.toContain('Vieux bloc.')
    expect(json).not.toContain('Ancien pseudonyme')
  })

  test('a note that its block still has in the words of before is there in those of now', async () => {
    const { id } = await publishNote('/tard/', 'Mots d’avant.')
    const { value, metadata } = await site.env.PAGES.getWithMetadata(blockKey('/tard/', 1))
    await moderator.decide(id, 'edit', { body: 'Mots de maintenant.' })
    await site.env.PAGES.put(blockKey('/tard/', 1), value ?? '', { metadata })
    const json = await composedElsewhere()
    expect(json).toContain('Mots de maintenant.')
    expect(json).not.toContain('Mots d’avant.')
  })

  test('a note that its block does not hold yet is there', async () => {
    await publishNote('/tard/', 'Pas encore dans le bloc.')
    await site.env.PAGES.delete(blockKey('/tard/', 1))
    expect(await composedElsewhere()).toContain('Pas encore dans le bloc.')
  })
})

test('with D1 down all of them still answer, and an unchanged one is a 304', async () => {
  await publishNote('/seance/', 'Sans D1.')
  await dueNow()
  await site.runCron()
  for (const path of ['/actes/', '/actes.md', '/actes.json', '/actes.epub', '/archive.zip']) {
    const response = await site.get(path, { headers: { 'X-Test-Faults': 'DB' } })
    expect(response.status).toBe(200)
    const etag = response.headers.get('ETag') ?? ''
    const length = (await response.arrayBuffer()).byteLength
    const head = await site.get(path, { method: 'HEAD' })
    expect(head.headers.get('Content-Length')).toBe(String(length))
    expect((await site.get(path, { headers: { 'If-None-Match': `W/${etag}` } })).status).toBe(304)
  }
  expect((await postJson(site, '/actes/', {})).status).toBe(405)
})

test('a composition that fails is tried again later, and what stands is served meanwhile', async () => {
  await publishNote('/seance/', 'Avant la panne.')
  await dueNow()
  await site.runCron()
  const index = (await site.env.PAGES.get('index')) ?? ''
  await publishNote('/seance/', 'Pendant la panne.')
  await dueNow()
  const body = JSON.parse(index).pages['/close/'].body
  const bytes = await site.env.PAGES.get(body)
  await site.env.PAGES.delete(body)
  await site.runCron()
  const row = await site.env.DB.prepare('SELECT failures FROM outbox WHERE key = ?1')
    .bind(documentKey('archive.zip'))
    .first<number>('failures')
  expect(row).toBe(1)
  expect((await site.get('/archive.zip')).status).toBe(200)
  await site.env.PAGES.put(body, bytes ?? '')
  await dueNow()
  await site.runCron()
  const behind = await site.env.DB.prepare(
    `SELECT count(*) AS behind FROM outbox WHERE key GLOB 'document/*' AND published < wanted`,
  ).first<number>('behind')
  expect(behind).toBe(0)
  expect(documentNames).toHaveLength(5)
})
