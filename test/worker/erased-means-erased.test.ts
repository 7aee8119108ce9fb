import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectRoot } from '../../cli/project'
import { quotesName } from '../../worker/notes/quoted-names'
import { letMinutesPass } from '../support/agreement'
import { contentOf, everythingStored } from '../support/everything-stored'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, postForm, postJson, type SentNote, sendNote, TestDesk, TestModerator } from '../support/people'

let site: RunningSite
let moderator: TestModerator
let desk: TestDesk
beforeAll(async () => {
  site = await startSite()
  await site.publish(pagesWithNotes)
  moderator = await TestModerator.join(site, 'Naïg', { organiser: true })
  desk = await TestDesk.open(site, moderator)
})
afterAll(() => site.close())

/** Everything that is due is published and composed, as if ten minutes had gone by. */
async function compose(): Promise<void> {
  await letMinutesPass(site)
  await site.env.DB.prepare(`UPDATE outbox SET due_at = '', leased_until = '', written_at = ''`).run()
  await site.runCron()
}

/** Every address that shows published notes. */
const shown = ({ id }: SentNote) => [
  ...['/seance/', '/seance.md', '/seance/feed.xml', '/feed.xml', '/nouveautes/', '/recherche/?q=introuvable'],
  ...['/actes/', '/actes.md', '/actes.json', '/actes.epub', '/archive.zip', '/api/notes', `/api/notes/${id}`],
  `/notes/${id}/`,
]

async function readAll(addresses: string[], read: (path: string) => Promise<Response>): Promise<[string, string][]> {
  return Promise.all(
    addresses.map(async (path): Promise<[string, string]> => {
      const bytes = new Uint8Array(await (await read(path)).arrayBuffer())
      return [path, contentOf(bytes)]
    }),
  )
}

/** The page of a search says again what was looked for. */
const withoutTheQuestion = (html: string) =>
  html.replaceAll(/value="introuvable"|« introuvable »|introuvable[^<]{0,40}<\/title>/g, '')

const words = /introuvable|P[ée]trel/i

test('a withdrawn note is gone from every table, value, page, feed, search, book and archive', async () => {
  const { DB } = site.env
  const body = `Phrase introuvable un, ${'et ce qui suit se redirait presque mot pour mot '.repeat(3)}.`
  const note = await sendNote(site, { body, author: 'Pétrel-Tempête' })
  const ofText = `SELECT flags, submission_hash AS hash, (SELECT count(print) FROM revisions WHERE note_id = ?1) AS prints
    FROM notes WHERE id = ?1`
  const madeFromText = () => DB.prepare(ofText).bind(note.id).first()
  const unkeyed = { flags: '["links:4"]', hash: 'of the text alone, as once' }
  await DB.prepare('UPDATE notes SET flags = ?2, submission_hash = ?3 WHERE id = ?1')
    .bind(note.id, unkeyed.flags, unkeyed.hash)
    .run()
  expect(await madeFromText()).toEqual({ ...unkeyed, prints: 1 })
  await moderator.decide(note.id, 'approve')
  await postForm(site, `/notes/${note.id}/signaler/`, { reason: 'Vous écrivez « introuvable ».' })
  await postJson(site, `/api/receipts/${note.receipt}`, { body: 'Phrase introuvable deux.' }, {}, 'PUT')
  await moderator.decide(note.id, 'reject', { reason: 'Pétrel-Tempête l’a dit : introuvable.' })
  await compose()
  const own = [`/api/receipts/${note.receipt}`, `/suivi/${note.receipt}/`]
  const moderators = [`/moderation/notes/${note.id}/`, '/moderation/?status=published', '/moderation/journal/']
  for (const [path, text] of await readAll([...shown(note), ...own], site.get)) expect(text, path).toMatch(words)
  expect(await everythingStored(site)).toMatch(words)

  await site.get(`/api/receipts/${note.receipt}`, { method: 'DELETE' })
  expect(await madeFromText()).toEqual({ flags: '[]', hash: null, prints: 0 })
  for (const moment of ['at once', 'ten minutes later']) {
    for (const [path, text] of await readAll([...shown(note), ...own], site.get)) {
      expect(withoutTheQuestion(text), `${path}, ${moment}`).not.toMatch(words)
    }
    for (const [path, text] of await readAll(moderators, (each) => desk.get(each))) {
      expect(text, `${path}, ${moment}`).not.toMatch(words)
    }
    expect(await (await moderator.get('/api/admin/export')).text(), moment).not.toMatch(words)
    expect(await everythingStored(site), moment).not.toMatch(words)
    await compose()
  }
  expect(await site.env.PAGES.get(`erased/${note.id}`)).not.toBeNull()
})

test.each(['author', 'organiser'])('a name that its %s takes off is in no reason and no report either', async (who) => {
  const author = `Yvonne Ker-${who}`
  const note = await sendNote(site, { body: 'Une phrase qui reste.', author })
  await moderator.decide(note.id, 'edit', { body: 'Une phrase retouchée qui reste.', reason: 'Une faute, sans plus.' })
  await postForm(site, `/notes/${note.id}/signaler/`, { reason: `C’est YVONNE  KER-${who.toUpperCase()} qui l’écrit.` })
  await postForm(site, `/notes/${note.id}/signaler/`, { reason: 'Elle cite quelqu’un d’autre.' })
  await postJson(site, `/api/receipts/${note.receipt}`, { body: 'Autrement.', author: 'Une autre' }, {}, 'PUT')
  await moderator.decide(note.id, 'return', {
    reason: `Bonjour « ${author.normalize('NFD')} », de quel jour parlez-vous ?`,
  })
  await compose()
  if (who === 'author') await postForm(site, `/suivi/${note.receipt}/`, { intent: 'anonymise' })
  else await moderator.decide(note.id, 'anonymise', { reason: `Lettre de ${author}.` })

  const name = new RegExp(`yvonne\\s+ker-${who}`, 'i')
  expect(await everythingStored(site)).not.toMatch(name)
  const { decisions, reports } = (await (await moderator.get(`/api/admin/notes/${note.id}`)).json()) as Told
  expect(decisions.slice(0, 2).map(({ reason }) => reason)).toEqual(['Une faute, sans plus.', null])
  expect(reports.map(({ reason }) => reason).toSorted()).toEqual(['Elle cite quelqu’un d’autre.', null])
  expect(await site.get(`/notes/${note.id}/`).then((page) => page.text())).toContain('Une phrase retouchée qui reste.')
  const receipt = await (await site.get(`/suivi/${note.receipt}/`)).text()
  expect(receipt).toContain('son message citait votre nom')
})

type Told = Record<'decisions' | 'reports', { reason: string | null }[]>

test.each([
  ['Bonjour Inès.', 'INES', true],
  ['d’Inès Le\u00a0Goff', 'Inès Le Goff', true],
  ['inesbzh@exemple.org', 'Inès', true],
  ['Trop mal dit.', 'Al', false],
  ['« AL » a raison.', 'Al', true],
  ['李明先生您好', '李明', true],
  ['Merci 🦊 !', '🦊', true],
  ['Merci Al !', '🦊', false],
  ['Et Γιώργος ?', 'ΓΙΏΡΓΟΣ', true],
  ['Merci STRASSE.', 'Straße', true],
  ['Merci Straße.', 'STRASSE', true],
  ['GROẞ', 'Groß', true],
])('« %s » quotes the name %s: %s', (text, name, quoted) => {
  expect(quotesName(text, name)).toBe(quoted)
})

test('the privacy page names the file of the database, for D1 lets nobody overwrite what was erased in it', async () => {
  for (const sql of ['PRAGMA secure_delete = 1', 'VACUUM'])
    await expect(site.env.DB.prepare(sql).run()).rejects.toThrow()
  const privacyPage = await readFile(join(projectRoot, 'cli/fresh-event/content/donnees-personnelles.md'), 'utf8')
  expect(privacyPage.split('## Ce que nous ne pouvons pas atteindre')[1]).toContain('Le fichier de la base de données')
})

test('nothing that a browser says of its visitor is stored, but for a keyed hash of the day', async () => {
  const said = {
    'CF-Connecting-IP': '203.0.113.77',
    'X-Forwarded-For': '198.51.100.23',
    'User-Agent': 'Navigateur-Reconnaissable/9',
    'Accept-Language': 'br-FR,br;q=0.9',
    Referer: 'https://voisin.example/page-d-avant',
    Cookie: 'autre=biscuit-reconnaissable',
  }
  const note = await sendNote(site, {}, said)
  await site.get(`/suivi/${note.receipt}/`, { headers: said })
  await postForm(site, '/moderation/connexion/', { key: 'x' }, { ...said, 'Sec-Fetch-Site': 'same-origin' })
  const stored = await everythingStored(site)
  for (const value of Object.values(said)) expect(stored).not.toContain(value)
  for (const part of ['203.0.113', '198.51.100', 'Reconnaissable', 'voisin.example', 'biscuit']) {
    expect(stored).not.toContain(part)
    expect(JSON.stringify(site.log)).not.toContain(part)
  }
})

test('whoever writes X-Forwarded-For is not taken for somebody else, and what was sent ten minutes ago counts no more', async () => {
  const flags = async (headers: Record<string, string>) =>
    (await moderator.note((await sendNote(site, { body: 'Depuis ici.' }, headers)).id)).flags
  const address = { 'CF-Connecting-IP': '203.0.113.99', 'User-Agent': 'phone' }
  for (let n = 0; n < 29; n++)
    await sendNote(site, { body: `Note ${n}` }, { ...address, 'X-Forwarded-For': `10.0.0.${n}` })
  const last = { ...address, 'X-Forwarded-For': '10.9.9.9' }
  expect(await flags(last)).not.toContain('device')
  expect(await flags(last)).toContain('device')
  const elevenMinutesAgo = new Date(Date.now() - 11 * 60_000).toISOString()
  await site.env.DB.prepare('UPDATE device_sends SET at = ?1').bind(elevenMinutesAgo).run()
  expect(await flags(last)).not.toContain('device')
})

test('no log line, redirect or address of a public page holds a key, a receipt or a session', async () => {
  site.clearLog()
  const note = await sendNote(site, { body: 'Pour le journal.' })
  const secrets = [note.receipt, moderator.key, desk.cookie.replace('moderation=', '')]
  await site.get(`/suivi/${note.receipt}/`, { headers: { Cookie: desk.cookie, ...moderator.headers } })
  await postForm(site, `/suivi/${note.receipt}/`, { intent: 'revise', body: 'Autrement.', author: '' })
  await site.get(`/suivi/${note.receipt}`, {})
  await desk.get('/moderation/')
  await moderator.decide(note.id, 'approve')
  await postForm(site, '/moderation/connexion/', { key: moderator.key }, { 'Sec-Fetch-Site': 'same-origin' })
  const logs = JSON.stringify(site.log)
  expect(logs).toContain('/suivi/:receipt/')
  const pages = (await readAll(shown(note), site.get)).map(([, text]) => text).join('\n')
  for (const secret of secrets) {
    expect(logs).not.toContain(secret)
    expect(pages).not.toContain(secret)
  }
})
