import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPad } from '../../cli/import/pad-text'
import { importPads } from '../../cli/import/pads'
import { splitText } from '../../cli/import/split-text'
import { readTextFile } from '../../cli/import/text-file'
import { projectRoot } from '../../cli/project'
import { parsePageIndex } from '../../worker/site/page-index'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, TestDesk, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
let folder = ''
beforeAll(async () => {
  site = await startSite()
  await site.publish({ ...pagesWithNotes, 'content/frugal.md': '---\ntitle: Frugal\nnotes: open\n---\n' })
  moderator = await TestModerator.join(site)
  folder = await mkdtemp(join(tmpdir(), 'kesako-pads-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await site.close()
})

const example = (name: string) => join(projectRoot, 'test/files/pads', name)
const padOf = async (name: string) => readPad(name, await readTextFile(example(name)))

async function bring(path: string, page?: string, rehearsal = false): Promise<string[]> {
  const index = parsePageIndex((await site.env.PAGES.get('index')) ?? '')
  return importPads({ DB: site.env.DB }, index, path, { page, rehearsal, now: new Date() })
}

type QueueItem = { id: string; author: string | null; flags: string[]; page: string; excerpt: string; status: string }

async function queued(): Promise<QueueItem[]> {
  return ((await (await moderator.get('/api/admin/notes?limit=100')).json()) as { items: QueueItem[] }).items
}

async function written(name: string, text: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

describe('what the programs export is read', () => {
  test('HedgeDoc: front matter, tags and name marks out, all authors kept', async () => {
    const { text, authors } = await padOf('frugal.md')
    expect(authors).toEqual(['Goéland', 'Sterne', 'Patelle'])
    expect(text).toBe(`Frugal, prise de notes
===



## Ce qui a été dit

- on **répare** d’abord
- on partage les plans

> Et le temps que cela prend ?`)
  })

  test('Etherpad as HTML: headings, lists in lists, links and emphasis', async () => {
    expect((await padOf('etherpad.html')).text).toBe(`# Prendre soin

Une **phrase** et *une autre* & un lien : https://exemple.org/soin

- écouter
    - vraiment
- noter

1. premier
2. second
Fin.`)
  })

  test('Etherpad as text and as its own format', async () => {
    expect((await padOf('etherpad.txt')).text).toContain('Un conte, puis un autre.')
    expect(await padOf('contes.etherpad')).toEqual({
      text: 'Contes de minuit\n\n- il était une fois\n- une loutre\nFin.',
      authors: ['Macareux', 'Courlis'],
    })
  })

  test.each([
    ['pad.docx', '', 'ni .md'],
    ['pad.etherpad', 'bonjour', 'pas un export .etherpad'],
    ['pad.etherpad', '{"globalAuthor:a": {}}', 'il n’y a pas de texte'],
    ['pad.md', '---\na: [\n---\n', /^pad\.md:2: en-tête YAML illisible : le retrait/],
    ['pad.md', '---\na: *b\n---\n', /en-tête YAML illisible : .* commencer par \*$/],
  ])('%s that is none says so', (name, text, message) => {
    expect(() => readPad(name, text)).toThrow(message)
  })
})

test('a pad becomes a pending note: flagged, its authors named, no licence and no consent', async () => {
  const before = (await queued()).length
  await bring(example('frugal.md'), '/seance/', true)
  expect(await queued()).toHaveLength(before)
  const said = await bring(example('frugal.md'), '/seance/')
  expect(said.at(-1)).toBe('1 note attend la modération, licence à confirmer.')
  const note = (await queued()).find(({ author }) => author === 'Goéland, Sterne, Patelle')
  expect(note).toMatchObject({ status: 'pending', flags: ['imported'] })
  const row = await site.env.DB.prepare('SELECT licence, consented_at FROM notes WHERE id = ?1').bind(note?.id).first()
  expect(row).toEqual({ licence: 'unconfirmed', consented_at: '' })

  const queue = await (await TestDesk.open(site, moderator)).read('/moderation/?flag=imported')
  expect(queue).toContain('<option value="imported" selected="">reprise d’ailleurs, licence à confirmer</option>')
  expect(queue).toContain(`/moderation/notes/${note?.id}/`)

  expect((await moderator.decide(note?.id ?? '', 'approve')).status).toBe(200)
  const html = await (await site.get('/seance/')).text()
  expect(html).toContain('licence à confirmer')
  expect(await (await site.get('/actes/')).text()).toContain('licence à confirmer')
  const json = JSON.parse(await (await site.get('/actes.json')).text())
  expect(json.days[0].sessions[0].notes[0].licence).toBeNull()
})

test('what a note has nothing for is said, with file and line', async () => {
  const path = await written(
    'riche.md',
    `---
title: Riche
---

![plan](/uploads/plan.png) et <details>

{%youtube abc %}

\`\`\`mermaid
graph <b> {% x %}
\`\`\`
`,
  )
  const said = await bring(path, '/autre/', true)
  expect(said.filter((line) => line.includes('non repris'))).toEqual([
    `${path}:5: non repris : une image restée sur le serveur du pad : seuls ses mots sont repris`,
    `${path}:5: non repris : du HTML : il reste en texte`,
    `${path}:7: non repris : un contenu inséré ({% %}) : il reste en texte`,
    `${path}:9: non repris : un schéma : il reste en texte`,
  ])
  const html = await written('riche.html', '<p>Un mot.</p>\n<table><tr><td>a</td></tr></table>')
  expect((await bring(html, '/autre/', true))[0]).toBe(
    `${html}:2: non repris : un tableau : ses cases sont reprises l’une après l’autre`,
  )
  expect((await bring(example('frugal.md'), '/autre/', true)).join()).not.toContain('non repris')
})

test('the same pad again is the same note, also when it was erased since', async () => {
  await bring(example('etherpad.txt'), '/autre/')
  expect((await bring(example('etherpad.txt'), 'autre')).at(-1)).toContain('Déjà reprises avant : 1')
  const organiser = await TestModerator.join(site, 'Sterne', { organiser: true })
  const note = (await queued()).find(({ excerpt }) => excerpt.includes('veillée'))
  expect((await organiser.decide(note?.id ?? '', 'erase')).status).toBe(200)
  expect((await bring(example('etherpad.txt'), '/autre/')).at(-1)).toContain('Déjà reprises avant : 1')
})

test('a pad that no note can hold is cut at its headings, and nothing of it is lost', async () => {
  const section = (n: number) => `## Partie ${n}\n\n${'Une phrase qui se répète. '.repeat(300)}\n\n`
  const text = Array.from({ length: 6 }, (_, n) => section(n)).join('')
  const parts = splitText(text)
  expect(parts).toHaveLength(3)
  for (const part of parts) expect(part).toMatch(/^## Partie/)
  expect(parts.join('\n\n').replace(/\s+/g, ' ')).toBe(text.trim().replace(/\s+/g, ' '))
  const said = await bring(await written('long.md', text), '/autre/')
  expect(said[0]).toContain('coupé en 3 notes, aux titres')
  expect(said.at(-1)).toContain('3 notes attendent')

  const endless = splitText('é'.repeat(45_000))
  expect(endless.map((part) => part.length)).toEqual([20_000, 20_000, 5_000])
  const paragraphs = splitText(Array.from({ length: 30 }, (_, n) => `${n} ${'mot '.repeat(400)}`).join('\n\n'))
  for (const part of paragraphs) expect(part).toMatch(/^\d+ mot/)
  expect(splitText(`${'x '.repeat(9_000)}\n\`\`\`\n# commentaire\n\`\`\`\n${'y '.repeat(9_000)}`)).toHaveLength(2)
})

test('a folder at once: each file’s name says its page, and no link leads out of it', async () => {
  const pads = await mkdtemp(join(tmpdir(), 'kesako-pads-'))
  await cp(example('frugal.md'), join(pads, 'Frugal.md'))
  await writeFile(join(pads, 'autre.txt'), 'Une note pour l’autre séance.')
  const said = await bring(pads)
  expect(said[0]).toContain('Frugal.md → /frugal/')
  expect(said.at(-1)).toContain('2 notes attendent')

  await writeFile(join(folder, 'ailleurs.txt'), 'Un secret de la machine.')
  await symlink(join(folder, 'ailleurs.txt'), join(pads, 'seance.txt'))
  const link = `${join(pads, 'seance.txt')}:1: non repris : un lien symbolique : copiez à sa place ce vers quoi il mène`
  expect(await bring(pads)).toContain(link)
  expect((await queued()).some(({ excerpt }) => excerpt.includes('secret'))).toBe(false)

  await writeFile(join(pads, 'inconnue.txt'), 'Perdue.')
  await writeFile(join(pads, 'close.txt'), 'Celle-ci aurait sa page.')
  await expect(bring(pads)).rejects.toThrow('inconnue.txt : aucune page')
  expect((await queued()).some(({ excerpt }) => excerpt.includes('aurait sa page'))).toBe(false)
  await rm(pads, { recursive: true })
})

test.each([
  ['vide.md', '---\ntitle: x\n---\n\n###### tags: `a`\n', '/seance/', 'vide'],
  ['latin1.txt', Buffer.from('\xe9t\xe9', 'latin1'), '/seance/', 'iconv'],
  ['controle.txt', 'un\u0000deux', '/seance/', 'controle.txt, note 1'],
  ['perdu.txt', 'Un texte.', '/nulle-part/', 'n’a pas de page'],
  ['accueil.txt', 'Un texte.', '/', 'ne prend pas de notes'],
])('%s: nothing is taken, and it says why', async (name, text, page, message) => {
  await expect(bring(await written(name, text), page)).rejects.toThrow(message)
})

test('Windows line ends and a byte order mark do no harm', async () => {
  await bring(await written('windows.txt', '\uFEFFUn début.\r\n\r\nUne fin.\r\n'), '/autre/')
  const note = (await queued()).find(({ excerpt }) => excerpt.startsWith('Un début.'))
  expect((await moderator.note(note?.id ?? '')).body).toBe('Un début.\n\nUne fin.')
})
