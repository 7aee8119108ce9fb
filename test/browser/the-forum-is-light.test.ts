import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { weighPage } from '../../cli/bench/page-weight'
import { buildSite } from '../../cli/content/build-site'
import { projectRoot } from '../../cli/project'
import { publishSite } from '../../cli/publication/publish-site'
import { style } from '../../worker/site/style'
import { amount } from '../support/amount'
import { launchChromium } from '../support/chromium'
import { ecoIndex } from '../support/ecoindex'
import { type RunningSite, startSite } from '../support/harness'
import { catchUp, type SentNote, sendNote, TestDesk, TestModerator } from '../support/people'

const { site: forum } = await buildSite(projectRoot)
if (!forum) throw new Error('content/ has faults: npm run build tells them.')

let site: RunningSite
let browser: Browser
let published: SentNote
let waiting: SentNote
let desk: TestDesk
beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  await publishSite(site.env.PAGES, forum, [], new Date())
  const moderator = await TestModerator.join(site, 'Naïg', { organiser: true })
  published = await sendNote(site, { page: session, body: noteText, author: 'Goéland' })
  const notes = [published]
  for (let n = 1; n < 22; n++)
    notes.push(await sendNote(site, { page: session, body: `${n} ${noteText}`, author: 'Goéland' }))
  await moderator.decideAll(
    'approve',
    notes.map(({ id }) => id),
  )
  await catchUp(site)
  waiting = await sendNote(site, { page: session, body: noteText })
  desk = await TestDesk.open(site, moderator)
})
afterAll(() => Promise.all([site.close(), browser.close()]))

/** A page of the forum that takes notes; in any other event, the first one that does. */
const session = Object.entries(forum.index.pages).find(([, { notes }]) => notes === 'open')?.[0] ?? '/'
/** A page that lists the sessions of its day: below all sessions, and none itself. */
const day =
  Object.entries(forum.index.pages).find(([address, { notes }]) => /^\/sessions\/./.test(address) && !notes)?.[0] ?? '/'
const noteText = `Le four monte à **120 degrés** en une heure, un jour de grand soleil.

- un miroir récupéré, une caisse isolée en laine
- il faut l’orienter toutes les vingt minutes

La suite sur [le wiki](https://movilab.org).`
/** Two paragraphs, a list of two, a bold word and a link. */
const elementsOfText = 7

/** What a visit may cost. EcoIndex: a grade A with a margin, and over 80 (still A) for what is long by its nature. */
const budgets = {
  page: { kilobytes: 10, elements: 180, ecoIndex: 90 },
  day: { kilobytes: 12, elements: 300, ecoIndex: 85 },
  whole: { kilobytes: 14, elements: 400, ecoIndex: 80 },
  // The page without notes, and eight elements a note beside its text.
  twentyNotes: { kilobytes: 14, elements: 180 + 20 * (8 + elementsOfText), ecoIndex: 80 },
}

async function expectWithin(budget: (typeof budgets)[keyof typeof budgets], address: string): Promise<void> {
  const weight = await weighPage(browser, site.url + address)
  expect(weight).toMatchObject({ requests: 1, thirdParties: [], scripts: 0, cookies: 0 })
  expect(weight.kilobytes).toBeLessThanOrEqual(budget.kilobytes)
  expect(weight.elements).toBeLessThanOrEqual(budget.elements)
  expect(ecoIndex(weight.elements, weight.requests, weight.kilobytes)).toBeGreaterThanOrEqual(budget.ecoIndex)
}

function kindOf(address: string): keyof typeof budgets {
  if (address === session) return 'twentyNotes'
  const body = forum?.bodies.get(forum.index.pages[address]?.body ?? '')
  return new TextDecoder().decode(body).includes('class="seances"') ? 'day' : 'page'
}

const built = Object.keys(forum.index.pages)
const everyFew = amount({ slice: 8, whole: 1 })

// Several at once: a browser waits, at each, until nothing is asked for any more.
describe.concurrent('a page of the forum itself is light', () => {
  test.each(built.filter((address, n) => n % everyFew === 0 || address === session))('%s', (address) =>
    expectWithin(budgets[kindOf(address)], address),
  )

  test.each([
    ['whole', '/programme/'],
    ['day', '/programme/2022-07-06/'],
    ['day', '/programme/2022-07-07/?theme=low-tech'],
    ['day', '/programme/maintenant/'],
    ['day', '/nouveautes/'],
    ['day', '/recherche/?q=four'],
    ['page', '/recherche/?q=zzz'],
    ['page', '/plan/'],
    ['page', '/rien/'],
    ['page', `${session}?notes=2`],
    ['page', '/moderation-en-chiffres/'],
    ['page', '/moderation/connexion/'],
  ] as const)('%s: %s, which the Worker writes', (kind, address) => expectWithin(budgets[kind], address))

  test.each(['/nouveautes/', '/actes/'])('%s, which grows with the notes, asks for nothing else', async (address) => {
    expect(await weighPage(browser, site.url + address)).toMatchObject({
      requests: 1,
      thirdParties: [],
      scripts: 0,
      cookies: 0,
    })
  })

  test('one note, on a page of its own', () => expectWithin(budgets.page, `/notes/${published.id}/`))

  test.each([
    ['home', '/'],
    ['text', '/premiers_pas/'],
    ['day', day],
    ['session with a block of notes', session],
    ['its next block', `${session}?notes=2`],
  ])('the footer’s weight is true within 15 %%: %s', async (_, address) => {
    const html = await (await site.get(address)).text()
    const said = Number(/environ ([\d,]+)\sko/.exec(html)?.[1]?.replace(',', '.'))
    const bytes = gzipSync(html, { level: 6 }).length / 1000
    expect(Math.abs(said - bytes) / bytes).toBeLessThan(0.15)
  })

  test.each(['/', session, '/programme/', '/nouveautes/', '/plan/', '/feed.xml'])(
    'a second visit to %s moves no body: 304',
    async (address) => {
      const etag = (await site.get(address)).headers.get('ETag') ?? ''
      const again = await site.get(address, { headers: { 'If-None-Match': etag } })
      expect([again.status, await again.text()]).toEqual([304, ''])
    },
  )
})

describe.concurrent('pages to write on are light, too', () => {
  test.each([
    ['form', () => `/contribuer/?page=${session}`],
    ['receipt', () => `/suivi/${waiting.receipt}/`],
    ['offline', () => '/hors-connexion/'],
  ])('%s: a page within its budget, 4 requests at most, none to others, no cookie', async (_, address) => {
    const weight = await weighPage(browser, site.url + address())
    expect(weight).toMatchObject({ thirdParties: [], cookies: 0 })
    expect(weight.requests).toBeLessThanOrEqual(4)
    expect(weight.elements).toBeLessThanOrEqual(180)
    expect(weight.kilobytes).toBeLessThanOrEqual(20)
  })

  test.each([
    ['queue', () => '/moderation/'],
    ['what is published', () => '/moderation/?status=published'],
    ['note to decide on', () => `/moderation/notes/${waiting.id}/`],
    ['published note', () => `/moderation/notes/${published.id}/`],
    ['journal', () => '/moderation/journal/'],
    ['figures', () => '/moderation/chiffres/'],
    ['team', () => '/moderation/equipe/'],
    ['state of the site', () => '/moderation/etat/'],
  ])('for moderators, %s: 40 kB and 4 requests at most, no script', async (_, address) => {
    const weight = await weighPage(browser, site.url + address(), desk.cookie)
    expect(weight).toMatchObject({ thirdParties: [], scripts: 0 })
    expect(weight.requests).toBeLessThanOrEqual(4)
    expect(weight.kilobytes).toBeLessThanOrEqual(40)
  })
})

test.each([
  ['Une page de texte', budgets.page],
  ['Une séance et vingt notes', budgets.twentyNotes],
  ['Le programme d’une journée', budgets.day],
  ['Le programme entier', budgets.whole],
])('the declaration of ecodesign says these budgets: %s', (beginning, { kilobytes, elements, ecoIndex }) => {
  const declaration = readFileSync(join(projectRoot, 'cli/fresh-event/content/ecoconception.md'), 'utf8')
  const line = declaration.split('\n').find((each) => each.startsWith(`- ${beginning}`))
  const figures = line?.replaceAll('**', '').match(/\d+(?= ko| éléments)|(?<=EcoIndex (?:de )?)\d+/g)
  expect(figures?.map(Number)).toEqual([kilobytes, elements, ecoIndex])
})

test('only pages that the build makes say their weight, as the declaration has it', async () => {
  const says = async (address: string) => (await (await site.get(address)).text()).includes('Cette page')
  for (const address of ['/', '/ecoconception/', session])
    expect([address, await says(address)]).toEqual([address, true])
  for (const address of ['/programme/', '/nouveautes/'])
    expect([address, await says(address)]).toEqual([address, false])
})

test('the stylesheet weighs 3 kB gzipped at most', () => {
  expect(gzipSync(style.reading, { level: 9 }).length).toBeLessThanOrEqual(3_000)
})

test('the formula gives the scores that its authors publish', () => {
  expect(ecoIndex(600, 40, 1024)).toBeCloseTo(60.9, 1)
  expect(ecoIndex(693, 78, 2420)).toBeCloseTo(43.7, 1)
})
