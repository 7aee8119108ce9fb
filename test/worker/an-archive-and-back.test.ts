import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { importArchive } from '../../cli/import/archive'
import { readFrabSchedule } from '../../cli/import/frab'
import { untilFree } from '../../worker/busy-stores'
import { bringBackPublished } from '../../worker/notes/bring-in'
import { publishAll } from '../../worker/publishing/mend'
import { composeProven } from '../../worker/reading/proceedings/compose'
import { parsePageIndex } from '../../worker/site/page-index'
import { unbroken } from '../../worker/site/typography'
import { interceptStores } from '../../worker/store-calls'
import { isLong } from '../support/amount'
import { lose } from '../support/backups'
import { everythingStored } from '../support/everything-stored'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, postForm, sendNote, TestModerator } from '../support/people'
import { siteYaml } from '../support/temporary-content'

const pages = {
  ...pagesWithNotes,
  'content/site.yml': `${siteYaml}redirects: { /ancienne/: /seance/#notes, '/?Vieille': /autre/ }\n`,
  'content/a/seance-longue.md':
    '---\ntitle: "Où ? : là"\nnotes: open\nsession: { start: 2022-07-06T09:00, end: 2022-07-06T10:00, room: amphi, theme: low-tech, speakers: [Naïg] }\n---\n\nVoir [la séance](../seance.md#notes) et ![un point](point.svg).\n',
  'content/vide.md':
    '---\ntitle: Sans note\nnotes: open\nsession: { start: 2022-07-07T09:00, end: 2022-07-07T10:00, room: amphi }\n---\n',
  'content/chemins.md': `---
title: Chemins
---

[ce jour](/programme/2022-07-06/) [un thème](/programme/?theme=low-tech) [écrire](/contribuer/) [en ce moment](/programme/maintenant/)
<a href="https://essai.example/ancienne/">ancienne</a> <a href="https://essai.example/?Vieille">vieille</a> <a href="https://essai.example/autre/?notes=2#notes">entière</a>
`,
  'content/a/point.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
}
const odd = [
  { page: '/a/seance-longue/', body: '---\ntitle: pas un en-tête\n---\n\nCorps.', author: 'Ana: "x" # y' },
  { page: '/a/seance-longue/', body: '# Un titre\n\n<b>&amp;</b>\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |', author: '' },
  { page: '/seance/', body: '```\n---\n```\n\nمرحبا 🦦 \\n', author: 'سارة' },
  { page: '/autre/', body: 'Une ligne.', author: 'Goéland' },
  { page: '/autre/', body: 'Une autre, retirée.', author: 'Goéland' },
]

let site: RunningSite
let folder = ''
let bytes: Uint8Array = new Uint8Array()
let files: Record<string, Uint8Array> = {}
const text = (name: string) => strFromU8(files[name] ?? new Uint8Array())

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kesako-archive-'))
  site = await startSite()
  await site.publish(pages)
  const moderator = await TestModerator.join(site)
  for (const note of odd) {
    const { id } = await sendNote(site, note)
    await moderator.decide(id, 'approve')
    if (note.body.includes('retirée')) await moderator.decide(id, 'unpublish')
    if (note.body === 'Une ligne.') await moderator.decide(id, 'edit', { body: 'Une ligne, retouchée.' })
  }
  bytes = await composed(site)
  files = unzipSync(bytes)
})
afterAll(async () => {
  await site.close()
  await rm(folder, { recursive: true })
})

/** As commands have the stores (cli/platform.ts). */
const storesOf = ({ env }: RunningSite) => interceptStores(env, (_store, _method, call) => untilFree(60_000, call))

async function composed(from: RunningSite): Promise<Uint8Array> {
  const { bytes: chunks } = await composeProven(storesOf(from), 'archive.zip')
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return new Uint8Array(Buffer.concat(all))
}

async function bring(target: RunningSite, archive: Uint8Array, rehearsal = false): Promise<string[]> {
  const file = join(folder, 'archive.zip')
  await writeFile(file, archive)
  const index = parsePageIndex((await target.env.PAGES.get('index')) ?? '')
  return importArchive(storesOf(target), index, file, { rehearsal, remote: false, now: new Date() })
}

describe('what the archive holds', () => {
  test('each published note, with its front matter, as it was written', () => {
    const notes = Object.keys(files).filter((name) => name.startsWith('notes/'))
    expect(notes).toHaveLength(4)
    const first = notes.find((name) => name.startsWith('notes/a/seance-longue/00001-')) ?? ''
    const [, yaml, body] = /^---\n([\s\S]*?\n)---\n\n([\s\S]*)\n$/.exec(text(first)) ?? []
    expect(body).toBe(odd[0]?.body)
    expect(parseYaml(yaml ?? '')).toMatchObject({
      title: unbroken('Où ? : là'),
      session: '/a/seance-longue/',
      date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      authors: ['Ana: "x" # y'],
      license: 'CC-BY-SA-4.0',
      tags: ['Low-tech'],
    })
  })

  test('checksums of everything else, the programme, who wrote and on which terms', () => {
    const sums = text('SHA256SUMS').trimEnd().split('\n')
    expect(sums).toHaveLength(Object.keys(files).length - 1)
    for (const line of sums) {
      const sum = createHash('sha256')
        .update(files[line.slice(66)] ?? '')
        .digest('hex')
      expect(line).toBe(`${sum}  ${line.slice(66)}`)
    }
    expect(readFrabSchedule(text('schedule.json'), 'Europe/Paris', 'fr')).toMatchObject([
      { title: unbroken('Où ? : là'), start: '2022-07-06T09:00', room: 'Grand amphi' },
      { title: 'Sans note', start: '2022-07-07T09:00' },
    ])
    expect(text('CREDITS.md')).toContain('- سارة (1 note)')
    // A name is no markup of the list.
    expect(text('CREDITS.md')).toContain('- Ana: "x" \\# y (1 note)')
    expect(text('CREDITS.md')).toContain(unbroken('Sans nom : 1 note.'))
    expect(text('LICENSE.md')).toContain('https://creativecommons.org/licenses/by-sa/4.0/')
  })

  test('a copy of the site whose every link leads to a file of the copy', () => {
    const copies = Object.keys(files).filter((name) => name.endsWith('.html'))
    expect(copies).toContain('site/a/seance-longue/index.html')
    let followed = 0
    for (const name of copies) {
      for (const [, href = ''] of text(name).matchAll(/<(?:a|img)\s[^>]*?(?:href|src)="([^"]*)"/g)) {
        if (/^[a-z]+:/.test(href)) continue
        const target = new URL(href, `file:///${name}`)
        const file = decodeURI(target.pathname.slice(1))
        expect({ name, href, there: file in files }).toEqual({ name, href, there: true })
        if (target.hash) expect(text(file)).toContain(`id="${target.hash.slice(1)}"`)
        followed++
      }
    }
    expect(followed).toBeGreaterThan(20)
    expect(text('site/seance/index.html')).toContain('🦦')
    expect(text('site/seance/index.html')).not.toContain('/contribuer/')
  })

  test('the copy has what the program writes as well, and leaves out what only the site can do', () => {
    const places = ['programme/', 'programme/2022-07-06/', 'programme/2022-07-06/affiches/', 'a/seance-longue/affiche/']
    const documents = ['feed.xml', 'seance/feed.xml', 'schedule.ics', 'schedule.json', 'schedule.xml', 'seance.md']
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        ...[...places, 'nouveautes/', 'plan/', 'actes/', 'ancienne/'].map((place) => `site/${place}index.html`),
        ...[...documents, 'a/seance-longue/session.ics', 'a/point.svg'].map((document) => `site/${document}`),
      ]),
    )
    expect(text('site/programme/2022-07-06/index.html')).toContain('2 notes')
    expect(text('site/nouveautes/index.html')).toContain('Une ligne, retouchée.')
    expect(text('site/autre.md')).toContain('Une ligne, retouchée.')
    expect(text('site/autre/feed.xml')).toContain('Une ligne, retouchée.')
    for (const name of Object.keys(files).filter((each) => each.startsWith('site/'))) {
      expect(text(name)).not.toContain('retirée')
      if (name !== 'site/chemins/index.html')
        expect(text(name)).not.toMatch(/href="[^"]*(?:maintenant|contribuer|recherche)/)
    }
  })

  test('a link of a text leads into the copy where it can, to the site where it cannot', () => {
    const links = [...text('site/chemins/index.html').matchAll(/<a href="([^"]*)">([^<]*)<\/a>/g)]
    expect(Object.fromEntries(links.map(([, href, words]) => [words, href]))).toMatchObject({
      'ce jour': '../programme/2022-07-06/index.html',
      'un thème': 'https://essai.example/programme/?theme=low-tech',
      écrire: 'https://essai.example/contribuer/',
      'en ce moment': 'https://essai.example/programme/maintenant/',
      ancienne: '../seance/index.html#notes',
      vieille: '../autre/index.html',
      entière: '../autre/index.html#notes',
      'essai.example': 'https://essai.example/chemins/',
    })
  })

  test('a note’s permalink and an old address lead to where it stands', () => {
    const [id] = /(?<=note-)\w+/.exec(text('site/autre/index.html')) ?? []
    expect(text(`site/notes/${id}/index.html`)).toContain(`url=../../autre/index.html#note-${id}"`)
    expect(text('site/nouveautes/index.html')).toContain(`href="../autre/index.html#note-${id}"`)
    expect(text('site/ancienne/index.html')).toContain('url=../seance/index.html#notes"')
  })

  test('the same notes and pages give the same bytes', async () => {
    expect(
      createHash('sha256')
        .update(await composed(site))
        .digest('hex'),
    ).toBe(createHash('sha256').update(bytes).digest('hex'))
  })
})

describe('brought into an empty site', () => {
  let other: RunningSite
  beforeAll(async () => {
    other = await startSite()
  })
  afterAll(() => other.close())

  test('whose pages are others, it changes nothing', async () => {
    await other.publish({ 'content/seance.md': '---\ntitle: Une séance\nnotes: open\n---\n' })
    await expect(bring(other, bytes)).rejects.toThrow('manquent au site publié : /a/seance-longue/, /autre/')
    expect(await other.env.DB.prepare('SELECT count(*) AS count FROM notes').first('count')).toBe(0)
  })

  test('what was public is equal again, to the last byte of its own archive', async () => {
    await other.publish(pages)
    expect(await bring(other, bytes, true)).toEqual(['4 notes publiées seraient reprises.'])
    expect(await (await other.get('/autre/')).text()).toContain('Pas encore de note')
    await bring(other, bytes)
    await bring(other, bytes)
    for (const path of [
      '/a/seance-longue/',
      '/seance/',
      '/actes/',
      '/actes.md',
      '/actes.json',
      '/feed.xml',
      '/api/notes?limit=100',
    ]) {
      await expect
        .poll(async () => (await other.get(path)).text(), { timeout: 6_000 })
        .toBe(await (await site.get(path)).text())
    }
    expect(Buffer.from(await composed(other)).equals(Buffer.from(bytes))).toBe(true)
  })

  test('its notes are reported and decided on, and where one went on since, it is not brought in again', async () => {
    const moderator = await TestModerator.join(other)
    const [brought] = ((await (await other.get('/api/notes')).json()) as { items: { id: string }[] }).items
    await postForm(other, `/notes/${brought?.id}/signaler/`, { reason: 'Une personne est citée.' })
    expect((await moderator.decide(brought?.id ?? '', 'dismiss')).status).toBe(200)
    // Nobody has decided here on what was brought in: the answer to a report is no such time.
    expect(await (await moderator.get('/api/admin/stats')).json()).toMatchObject({ medianMinutes: null })
    await moderator.decide(brought?.id ?? '', 'edit', { body: 'Retouchée ici.' })
    await expect(bring(other, bytes)).rejects.toThrow('a déjà des notes')
    expect((await moderator.note(brought?.id ?? '')).body).toBe('Retouchée ici.')
    const { id } = await sendNote(other, { page: '/seance/', body: 'Après le retour.' })
    expect((await moderator.decide(id, 'approve')).status).toBe(200)
    await expect(bring(other, bytes)).rejects.toThrow('a déjà des notes')
  })
})

test('what was erased since stays erased, whatever an isolate remembers, and is in no document', async () => {
  const other = await startSite()
  try {
    await other.publish(pages)
    const organiser = await TestModerator.join(other, 'Naïg', { organiser: true })
    const [leaving, named, signedAgain, kept] = [
      await sendNote(other, { body: 'Un secret.', author: 'Sterne' }),
      await sendNote(other, { body: 'Sans son nom.', author: 'Macareux' }),
      await sendNote(other, { body: 'Signée de nouveau.', author: 'Cormoran' }),
      await sendNote(other, { body: 'Elle reste comme l’archive la garde.', author: 'Fulmar' }),
    ]
    await organiser.decideAll('approve', [leaving.id, named.id, signedAgain.id, kept.id])
    await organiser.decide(signedAgain.id, 'anonymise')
    await other.get(`/api/receipts/${signedAgain.receipt}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ body: 'Signée de nouveau.', author: 'Guillemot' }),
    })
    await organiser.decide(signedAgain.id, 'approve')
    await other.runCron()
    expect((await other.get('/archive.zip')).status).toBe(200)
    const archive = await composed(other)
    expect(await bring(other, archive, true)).toEqual(['4 notes publiées seraient reprises.'])
    const later = await sendNote(other, { body: 'Elle vient après.' })
    await organiser.decide(later.id, 'approve')
    await other.get(`/api/receipts/${leaving.receipt}`, { method: 'DELETE' })
    await organiser.decide(named.id, 'anonymise')
    await organiser.decide(kept.id, 'edit', { body: 'Retouchée depuis.' })
    await other.get(`/notes/${kept.id}/`)
    await publishAll(other.env)
    await other.env.DB.prepare(`UPDATE outbox SET due_at = ''`).run()
    await other.runCron()
    expect((await other.get('/archive.zip')).status).toBe(200)
    await lose(other)

    const said = [
      'effacé du site depuis l’archive, et non repris : 1 note, 1 nom',
      expect.stringContaining('1 note publiée après l’archive a encore une page'),
      `  /notes/${later.id}/`,
    ]
    expect(await bring(other, archive, true)).toEqual(['3 notes publiées seraient reprises.', said[0]])
    for (const run of ['first', 'again']) {
      expect([run, ...(await bring(other, archive))]).toEqual([
        run,
        '3 notes reprises, telles qu’elles étaient publiées.',
        ...said,
      ])
    }
    expect(await everythingStored(other)).not.toMatch(/Un secret|Sterne|Macareux|Cormoran/)
    expect((await other.get('/archive.zip')).status).toBe(404)
    const known = (id: string) => other.env.PAGES.get(`erased/${id}`, 'json')
    expect(await known(leaving.id)).toEqual({ erased: 'note' })
    expect(await known(named.id)).toEqual({ erased: 'name', upTo: 1 })
    expect(await known(signedAgain.id)).toEqual({ erased: 'name', upTo: 1 })
    const inBase = await other.env.DB.prepare(
      'SELECT status, names_erased_up_to AS upTo FROM notes ORDER BY number',
    ).all()
    expect(inBase.results).toEqual([
      { status: 'withdrawn', upTo: null },
      { status: 'published', upTo: 1 },
      { status: 'published', upTo: 1 },
      { status: 'published', upTo: null },
    ])
    await expect
      .poll(async () => (await other.get(`/notes/${kept.id}/`)).text(), { timeout: 6_000 })
      .toContain('Elle reste comme l’archive la garde.')
    expect((await other.get(`/notes/${leaving.id}/`)).status).toBe(410)
    const page = await (await other.get('/seance/')).text()
    expect(page).toContain('Sans son nom.')
    expect(page).toContain('Guillemot')
  } finally {
    await other.close()
  }
})

if (isLong) {
  test('ten thousand notes come back as they were', { timeout: 60 * 60_000 }, async () => {
    const [first, second] = await Promise.all([startSite(), startSite()])
    try {
      await Promise.all([first.publish(pages), second.publish(pages)])
      const places = ['/a/seance-longue/', '/seance/', '/autre/']
      const notes = Array.from({ length: 10_000 }, (_, n) => ({
        ...{ id: `n${String(n).padStart(11, '0')}`, page: places[n % 3] ?? '', number: Math.floor(n / 3) + 1 },
        ...{
          body: `## Note ${n}\n\n${'Une phrase de la salle. '.repeat(n % 40)}fin`,
          author: n % 7 ? `Goéland ${n % 90}` : null,
          namesErasedUpTo: null,
        },
        ...{ revision: 1 + (n % 2), edited: n % 2 === 1, licence: 'CC-BY-SA-4.0' },
        publishedAt: new Date(Date.parse('2022-07-05T08:00:00Z') + n * 20_000).toISOString(),
        updatedAt: new Date(Date.parse('2022-07-05T08:00:00Z') + n * 20_001).toISOString(),
      }))
      for (let from = 0; from < notes.length; from += 200) {
        await bringBackPublished(first.env.DB, notes.slice(from, from + 200), new Date().toISOString())
      }
      const archive = await composed(first)
      expect((await bring(second, archive)).at(-1)).toContain('10000 notes')
      expect(Buffer.from(await composed(second)).equals(Buffer.from(archive))).toBe(true)
      expect(await (await second.get('/autre/?notes=167')).text()).toContain('Note 9998')
    } finally {
      await Promise.all([first.close(), second.close()])
    }
  })
}

describe('an archive that cannot be brought in changes nothing', () => {
  const withFile = (name: string, content: string | null): Uint8Array => {
    const changed: Record<string, Uint8Array> = { ...files }
    if (content === null) delete changed[name]
    else changed[name] = new TextEncoder().encode(content)
    return zipSync(changed)
  }
  const someNote = () => Object.keys(files).find((name) => name.startsWith('notes/autre/')) ?? ''
  /** Its checksums are true: nothing but its size speaks against it. */
  const withEndlessNote = (): Uint8Array => {
    const note = new Uint8Array(2_000_000).fill(32)
    const sum = createHash('sha256').update(note).digest('hex')
    const name = 'notes/seance/00009-n00000000009.md'
    return zipSync({ ...files, [name]: note, SHA256SUMS: strToU8(`${text('SHA256SUMS')}${sum}  ${name}\n`) })
  }
  /** The directory at its end says that the checksums are of two gigabytes. */
  const withEndlessSums = (): Uint8Array => {
    const archive = Buffer.from(bytes)
    const entry = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]))
    archive.writeUInt32LE(2_000_000_000, entry + 24)
    return archive
  }

  test.each<[string, () => Uint8Array, string]>([
    ['cut off', () => bytes.slice(0, bytes.length / 2), 'pas une archive ZIP entière'],
    ['some other zip', () => withFile('SHA256SUMS', null), 'pas une archive de Kesako'],
    ['a note missing', () => withFile(someNote(), null), 'il y manque notes/autre/'],
    ['a note without end', withEndlessNote, 'se déplierait en plus que ce que Kesako y met : rien n’a été repris'],
    ['checksums without end', withEndlessSums, 'se déplierait en plus que ce que Kesako y met : rien n’a été repris'],
    ['a note changed', () => withFile(someNote(), 'autre chose'), 'a été changé depuis'],
  ])('%s', async (_, archive, message) => {
    await expect(bring(site, archive())).rejects.toThrow(message)
  })
})
