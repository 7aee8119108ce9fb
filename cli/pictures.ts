import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { launchChromium } from './bench/chromium'
import { CommandError, command } from './command'
import { projectRoot } from './project'

const FOLDER = join(projectRoot, 'docs/images')

/** Sharp enough for a README on a fine screen, and about 30 kB. */
const size = { viewport: { width: 820, height: 760 }, deviceScaleFactor: 1.25 }
const QUALITY = 60

const session = '/sessions/contextes-et-approches-low-tech/'
const note = `Le four monte à **120 degrés** en une heure, un jour de grand soleil.

- un miroir récupéré, une caisse isolée en laine
- il faut l’orienter toutes les vingt minutes`

/** Without a path: from where the one before has led. */
type Picture = { name: string; path?: string; prepare?: (page: Page) => Promise<unknown> }

/** In this order: the last one sends a note, which would change the others. */
const pictures: Picture[] = [
  { name: 'accueil', path: '/' },
  { name: 'programme', path: '/programme/2022-07-06/' },
  {
    name: 'seance',
    path: session,
    prepare: (page) => page.locator('#notes').evaluate((notes) => notes.scrollIntoView()),
  },
  { name: 'nouveautes', path: '/nouveautes/' },
  { name: 'affiche', path: `${session}affiche/` },
  { name: 'actes', path: '/actes/' },
  { name: 'file', path: '/moderation/' },
  {
    name: 'relire',
    path: '/moderation/',
    prepare: (page) => page.locator('.file > li', { hasText: 'proche de' }).first().locator('a').first().click(),
  },
  { name: 'chiffres', path: '/moderation/chiffres/' },
  {
    name: 'formulaire',
    path: `/contribuer/?page=${session}`,
    prepare: async (page) => {
      await page.fill('textarea', note)
      await page.fill('[name=author]', 'Goéland')
      await page.check('[name=licence]')
      await page.evaluate(() => scrollTo(0, 0))
    },
  },
  {
    name: 'recu',
    prepare: async (page) => {
      await page.click('button[value=preview]')
      await page.click('button[value=send]')
      await page.waitForURL('**/suivi/**')
    },
  },
]

await command(
  {
    name: 'npm run pictures',
    usage: '-- CLÉ',
    about: `
Reprend les images de docs/images/ sur le site de cette machine (PORT, 8787 sinon), lancé par « DEMO=1 npm start » sur un
STATE_DIR neuf. CLÉ est la clé de modération que ce démarrage montre.`,
  },
  async (_, [key, ...more]) => {
    if (key === undefined || more.length > 0) throw new CommandError('Dites la clé : npm run pictures -- CLÉ')
    const site = `http://127.0.0.1:${process.env.PORT ?? 8787}`
    await expectSite(site)
    const browser = await launchChromium()
    try {
      const page = await browser.newPage(size)
      await page.goto(`${site}/moderation/connexion/`)
      await page.fill('[name=key]', key)
      await page.click('main button')
      await page.waitForURL('**/moderation/')
      await mkdir(FOLDER, { recursive: true })
      for (const { name, path, prepare } of pictures) {
        if (path) await page.goto(site + path)
        await prepare?.(page)
        await page.waitForLoadState('networkidle')
        const bytes = await webp(page)
        await writeFile(join(FOLDER, `${name}.webp`), bytes)
        console.log(`  ${name} : ${Math.ceil(bytes.length / 1000)} ko`)
      }
      return 0
    } finally {
      await browser.close()
    }
  },
)

async function expectSite(site: string): Promise<void> {
  const answer = await fetch(`${site}/healthz`).catch(() => null)
  if (answer === null)
    throw new CommandError(`Aucun site ne répond sur ${site} : lancez « DEMO=1 npm start » à côté, puis relancez.`)
}

/** What Playwright's own screenshots cannot be: as small as this. */
async function webp(page: Page): Promise<Buffer> {
  const devtools = await page.context().newCDPSession(page)
  const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY })
  return Buffer.from(data, 'base64')
}
