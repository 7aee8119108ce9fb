import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildSite } from '../../cli/content/build-site'
import { fillWithDemo } from '../../cli/demo/fill'
import { projectRoot } from '../../cli/project'
import { publishSite } from '../../cli/publication/publish-site'
import { amount, isLong } from '../support/amount'
import { crawl, localPath, type Visited } from '../support/crawler'
import { type RunningSite, startSite } from '../support/harness'
import { wordsOf } from '../support/html'
import { oddContent } from '../support/odd-content'
import { postForm } from '../support/people'
import { siteYaml } from '../support/temporary-content'
import { faultsOfHtml } from '../support/valid-html'

const { site: forum } = await buildSite(projectRoot)
if (!forum) throw new Error('content/ has faults: npm run build tells them.')
const siteUrl = forum.index.site.url

let site: RunningSite
let key: string
let pages: Map<string, Visited>
beforeAll(async () => {
  site = await startSite()
  await publishSite(site.env.PAGES, forum, [], new Date())
  key = (await fillWithDemo(site.env)) ?? ''
  pages = await crawl(site.get, siteUrl, ['/', '/sitemap.xml', '/robots.txt', '/.well-known/security.txt'])
})
afterAll(() => site.close())

const mayBreakBeforeMark = (words: string) => /\s(?<![\u00a0\u202f])[;:!?»]|«\s(?<![\u00a0\u202f])/.test(words)

/** Of many pages, one in so many is judged whole. */
const everyFew = amount({ slice: 10, whole: 1 })

/** Of the moderators' pages, so many of a kind are opened, one after the other. */
const OF_A_KIND = amount({ slice: 4, whole: Number.POSITIVE_INFINITY })

const isPage = ({ elements }: Visited) => elements.length > 0

describe('from the home page on, over every link of the forum’s site with its sample notes', () => {
  test('every page of content/ is reached', () => {
    for (const address of Object.keys(forum.index.pages)) expect([...pages.keys()]).toContain(address)
    expect([...pages.keys()].filter((path) => path.startsWith('/notes/')).length).toBeGreaterThan(20)
  })

  test('no link is dead', () => {
    const dead = [...pages.values()].filter(({ status }) => status >= 400)
    expect(dead.map(({ path, status, from }) => `${status} ${path}, linked from ${from}`)).toEqual([])
  })

  test('the note form leads to the page on personal data that the site has', () => {
    const links = pages.get('/contribuer/')?.body.match(/<p class="aide">[^<]*<a href="[^"]*"/g) ?? []
    const leads = links.some((link) => link.endsWith('"/donnees-personnelles/"'))
    expect(leads).toBe('/donnees-personnelles/' in forum.index.pages)
  })

  test('no anchor is missing', () => {
    const missing = [...pages.values()].flatMap(({ path, elements }) =>
      elements
        .flatMap(({ attributes: { href } }) => (href?.includes('#') ? [href] : []))
        .filter((href) => {
          const target = pages.get(localPath(href, path, siteUrl) ?? '')
          const anchor = decodeURIComponent(href.split('#')[1] ?? '')
          return target && isPage(target) && !target.elements.some(({ attributes }) => attributes.id === anchor)
        })
        .map((href) => `${href} on ${path}`),
    )
    expect(missing).toEqual([])
  })

  test('every page has a title, one h1 and a language', () => {
    for (const { path, elements } of [...pages.values()].filter(isPage)) {
      const one = (name: string) => elements.filter((element) => element.name === name)
      expect({ path, titles: one('title').length, h1: one('h1').length }).toEqual({ path, titles: 1, h1: 1 })
      expect(one('title')[0]?.text.trim()).not.toBe('')
      expect(one('h1')[0]?.text.trim()).not.toBe('')
      expect(one('html')[0]?.attributes.lang).toMatch(/^(?:fr|en|br)$/)
    }
  })

  test('no line may begin with a mark: a space that does not break stands before it', () => {
    for (const { path, body } of [...pages.values()].filter(isPage)) {
      expect([path, wordsOf(body).filter(mayBreakBeforeMark)]).toEqual([path, []])
    }
  })

  test('every page is valid HTML', async () => {
    for (const { path, body } of [...pages.values()].filter(isPage).filter((_, n) => n % everyFew === 0)) {
      expect([path, await faultsOfHtml(body)]).toEqual([path, []])
    }
  })
})

describe('what a crawler does not reach is valid HTML, too', () => {
  const fields = { page: '/sessions/hors-programme/', body: '## Un\n\n| a |\n|---|\n| **b** |', licence: 'on' }

  async function expectValid(response: Response): Promise<void> {
    expect(response.headers.get('Content-Type')).toContain('text/html')
    expect(await faultsOfHtml(await response.text())).toEqual([])
  }

  test.each([
    ['an unknown address', '/rien/', {}],
    ['an unreadable address', '/%', {}],
    ['another method', '/', { method: 'POST' }],
    ['an unknown receipt', '/suivi/aaaaaaaaaaaaaaaaaaaaaa/', {}],
    ['the form without a session', '/contribuer/', {}],
    ['the way in for moderators', '/moderation/connexion/', {}],
  ])('%s', async (_, path, init: RequestInit) => {
    await expectValid(await site.get(path, init))
  })

  test('the form with faults, the page to check a note, its receipt', async () => {
    await expectValid(await postForm(site, '/contribuer/', { page: '/x/', body: '', intent: 'send' }))
    await expectValid(await postForm(site, '/contribuer/', { ...fields, intent: 'preview' }))
    const sent = await postForm(site, '/contribuer/', { ...fields, intent: 'send' })
    const receipt = sent.headers.get('Location') ?? ''
    await expectValid(await site.get(receipt))
    await expectValid(await postForm(site, receipt, { intent: 'withdraw' }))
  })

  test('the moderators’ pages, each kind that their links reach', async () => {
    const signedIn = await postForm(site, '/moderation/connexion/', { key }, { Origin: site.url })
    const cookie = signedIn.headers.get('Set-Cookie')?.split(';')[0] ?? ''
    const asked = new Map<string, number>()
    const isWanted = (path: string) => {
      const times = asked.get(kindOf(path)) ?? 0
      asked.set(kindOf(path), times + 1)
      return path.startsWith('/moderation/') && times < OF_A_KIND
    }
    const inside = await crawl(
      async (path) => (isWanted(path) ? site.get(path, { headers: { Cookie: cookie } }) : new Response()),
      siteUrl,
      ['/moderation/'],
    )
    const theirs = [...inside.values()].filter((page) => page.path.startsWith('/moderation/') && isPage(page))
    expect(theirs.length).toBeGreaterThan(5)
    expect(theirs.map(({ status }) => status)).toEqual(theirs.map(() => 200))
    const kinds = new Map(theirs.map((page) => [isLong ? page.path : kindOf(page.path), page]))
    for (const { path, body } of kinds.values()) {
      expect([path, await faultsOfHtml(body)]).toEqual([path, []])
    }
  })
})

/** Pages of one kind differ by a note's id, or by what they are asked. */
const kindOf = (path: string) => path.replace(/\?.*|(?<=\/notes\/)[^/]+/g, '')

test('pages of every kind, with all that MkDocs’ authors write, are valid HTML', async () => {
  const odd = await startSite()
  try {
    await odd.publish({ 'content/site.yml': `${siteYaml}annonce: Une salle a changé.\n`, ...oddContent })
    for (const { path, body } of [...(await crawl(odd.get, 'https://essai.example', ['/plan/'])).values()].filter(
      isPage,
    )) {
      expect([path, await faultsOfHtml(body)]).toEqual([path, []])
    }
  } finally {
    await odd.close()
  }
})
