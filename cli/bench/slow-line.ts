import type { Browser } from 'playwright-core'
import { publishAll } from '../../worker/publishing/mend'
import { buildSite } from '../content/build-site'
import { projectRoot } from '../project'
import { publishSite } from '../publication/publish-site'
import { launchChromium } from './chromium'
import { answersOf, serveCompressed } from './compressing-server'
import { median, rounded } from './load'
import type { Tell } from './measures'
import { fillNotes } from './notes'
import { type BenchWorkers, startWorkers } from './workers'

const ROUNDS = 15

/** 512 kbit/s, 300 ms, a processor four times slower: a bad line and an old phone. */
const line = { offline: false, latency: 300, downloadThroughput: 512_000 / 8, uploadThroughput: 512_000 / 8 }
const SLOWER = 4

/**
 * When a session with twenty notes first paints on a slow line, beside the same bytes without style: the stylesheet
 * stands in a comment. Both come from a Worker, through one server, with the same headers.
 */
export async function measureSlowLine(tell: Tell): Promise<void> {
  const workers = await startWorkers()
  const browser = await launchChromium()
  try {
    const session = await publishSession(workers)
    await workers.copy(session, {}, withoutStyle)
    const ours = await serveCompressed(answersOf(workers.site))
    const bare = await serveCompressed(answersOf(workers.bare))
    const paints: { ours: number; bare: number }[] = []
    // The first round warms both up and does not count.
    for (let n = 0; n <= ROUNDS; n++) {
      const round = {
        ours: await firstPaint(browser, ours.url + session),
        bare: await firstPaint(browser, bare.url + session),
      }
      if (n > 0) paints.push(round)
    }
    ours.stop()
    bare.stop()
    const [dressed, undressed] = [median(paints.map(({ ours }) => ours)), median(paints.map(({ bare }) => bare))]
    const name = 'first paint of a session with 20 notes, slow line'
    tell({ name, value: rounded(dressed, 0), unit: 'ms', goal: '≤ 800 ms' })
    tell({ name: `${name}, without style`, value: rounded(undressed, 0), unit: 'ms' })
    tell({ name: `${name}, against without style`, value: rounded(dressed / undressed), unit: 'times', goal: '≤ 1.1' })
  } finally {
    await browser.close()
    await workers.stop()
  }
}

/** @returns The address of a page of the forum that shows twenty notes. */
async function publishSession({ stores }: BenchWorkers): Promise<string> {
  const { site } = await buildSite(projectRoot)
  if (!site) throw new Error('content/ has faults: npm run build tells them.')
  await publishSite(stores.PAGES, site, [], new Date())
  const [address, page] = Object.entries(site.index.pages).find(([, { notes }]) => notes === 'open') ?? []
  if (!address || !page) throw new Error('No page of content/ takes notes.')
  await fillNotes(stores.DB, page.id, 20)
  await publishAll(stores)
  return address
}

function withoutStyle(html: string): string {
  return html.replace(/<style>(.*?)<\/style>/s, '<!--ab>$1<ab-->')
}

/** @returns Milliseconds from the request on, as the browser says; everything is asked for anew. */
async function firstPaint(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
  try {
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    await devtools.send('Network.emulateNetworkConditions', line)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    await page.goto(url)
    const painted = await page.waitForFunction(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    )
    return (await painted.jsonValue()) ?? 0
  } finally {
    await context.close()
  }
}
