import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { buildSite } from '../content/build-site'
import { projectRoot } from '../project'
import { publishSite } from '../publication/publish-site'
import { launchChromium } from './chromium'
import { type Answering, answersOf, serveCompressed } from './compressing-server'
import { rounded } from './load'
import type { Tell } from './measures'
import { weighPage } from './page-weight'
import { startWorkers } from './workers'

/**
 * What the home page weighs on the wire, headers included, beside the same text made by MkDocs with Material, and the
 * same page dressed by simple.css. Fonts that Material asks another host for count where that host answers.
 */
export async function measureBeside(tell: Tell): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kesako-bench-'))
  const workers = await startWorkers()
  const browser = await launchChromium()
  try {
    const { site } = await buildSite(projectRoot)
    if (!site) throw new Error('content/ has faults: npm run build tells them.')
    await publishSite(workers.stores.PAGES, site, [], new Date())
    const ours = answersOf(workers.site)
    const weight = await weigh(browser, ours)
    tell({ name: 'home page, on the wire', value: rounded(weight.kilobytes, 2), unit: 'kB' })
    tell({ name: 'home page, requests', value: weight.requests, unit: '', goal: '1' })

    const simple = await weigh(browser, dressedBySimple(ours))
    tell({ name: 'the same page with simple.css', value: rounded(simple.kilobytes, 2), unit: 'kB' })
    tell({ name: 'the same page with simple.css, requests', value: simple.requests, unit: '' })

    if (!(await buildWithMkDocs(folder))) return
    const material = await weigh(browser, filesOf(join(folder, 'site')))
    tell({ name: 'the same text by MkDocs Material', value: rounded(material.kilobytes, 2), unit: 'kB' })
    tell({ name: 'the same text by MkDocs Material, requests', value: material.requests, unit: '' })
    tell({ name: 'the same text by MkDocs Material, hosts of others', value: material.thirdParties.length, unit: '' })
    const times = rounded(material.kilobytes / weight.kilobytes, 1)
    tell({ name: 'MkDocs Material against ours', value: times, unit: 'times', goal: '≥ 20' })
  } finally {
    await browser.close()
    await workers.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function weigh(browser: Browser, answer: Answering) {
  const server = await serveCompressed(answer)
  try {
    return await weighPage(browser, `${server.url}/`)
  } finally {
    server.stop()
  }
}

/** The same markup and the same headers; simple.css as its own documentation says, one file beside the page. */
function dressedBySimple(ours: Answering): Answering {
  return async (path) => {
    if (path === '/simple.min.css') {
      const body = await readFile(join(projectRoot, 'node_modules/simpledotcss/simple.min.css'))
      return { headers: { 'content-type': 'text/css' }, body }
    }
    const page = await ours(path)
    if (!page) return null
    const link = '<link rel="stylesheet" href="/simple.min.css">'
    const html = new TextDecoder().decode(page.body).replace(/<style>.*?<\/style>/s, link)
    const { 'content-security-policy': policy = '', ...headers } = page.headers
    return {
      headers: { ...headers, 'content-security-policy': policy.replace(/style-src [^;]+/, "style-src 'self'") },
      body: new TextEncoder().encode(html),
    }
  }
}

/** @returns False when this machine has no MkDocs. */
async function buildWithMkDocs(folder: string): Promise<boolean> {
  await cp(join(projectRoot, 'content'), join(folder, 'docs'), { recursive: true })
  await writeFile(join(folder, 'mkdocs.yml'), 'site_name: Kesako\ntheme:\n  name: material\n  language: fr\n')
  try {
    await promisify(execFile)('mkdocs', ['build', '--quiet'], { cwd: folder })
    return true
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    console.log('  MkDocs manque : « apt install mkdocs mkdocs-material » pour mesurer à côté.')
    return false
  }
}

function filesOf(folder: string): Answering {
  return async (path) => {
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path)
    const body = await readFile(file).catch(() => null)
    return body && { headers: { 'content-type': types[extname(file)] ?? 'application/octet-stream' }, body }
  }
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
}
