import { join } from 'node:path'
import { createTestHarness, experimental_readRawConfig } from 'wrangler'
import { CommandError } from '../command'
import { buildSite } from '../content/build-site'
import { projectRoot } from '../project'
import { publishSite } from '../publication/publish-site'
import { complaintsAboutPage } from './page-oracle'

/** The built Worker with empty stores, its limiter opened, and the ways by which a stranger's text comes in. */
export type Surfaces = {
  /** @returns What is wrong with the answers; nothing when all is well. */
  check: (text: string) => Promise<string[]>
  close: () => Promise<void>
}

export async function openSurfaces(): Promise<Surfaces> {
  const { site } = await buildSite(projectRoot)
  const address = site && Object.keys(site.index.pages).find((each) => site.index.pages[each]?.notes === 'open')
  if (!site || !address)
    throw new CommandError('content/ a des fautes, ou aucune page ne prend de notes : « npm run build » les dit.')
  const { rawConfig } = experimental_readRawConfig({ config: join(projectRoot, 'wrangler.toml') })
  const config = {
    ...rawConfig,
    main: join(projectRoot, 'worker/index.ts'),
    alias: { postcss: join(projectRoot, 'worker/site/no-postcss.ts') },
    assets: { ...rawConfig.assets, directory: join(projectRoot, 'public') },
    ratelimits: [{ name: 'FLOOD', namespace_id: '1001', simple: { limit: 1_000_000, period: 60 as const } }],
    vars: { SECRET: 'a secret of the corpora' },
  }
  const harness = createTestHarness({ root: projectRoot, workers: [{ config }] })
  const { url } = await harness.listen()
  await harness.getWorker().applyD1Migrations('DB')
  const { PAGES } = await harness.getWorker().getEnv()
  await publishSite(PAGES, site, [], new Date())
  const licence = site.index.site.licence.id
  return {
    check: async (text) => [
      ...(await checkForm(url, { page: address, body: text, licence: 'on', intent: 'preview' })),
      ...(await checkForm(url, { page: address, body: 'Une note.', author: text, licence: 'on', intent: 'preview' })),
      ...(await checkForm(url, { page: text, body: text, intent: 'send' })),
      ...(await checkApi(url, { page: address, body: text, author: text.slice(0, 100), licence })),
    ],
    close: () => harness.close(),
  }
}

async function checkForm(url: URL, fields: Record<string, string>): Promise<string[]> {
  const response = await fetch(new URL('/contribuer/', url), { method: 'POST', body: new URLSearchParams(fields) })
  const html = await response.text()
  const expected = [200, 413, 422].includes(response.status)
  return [
    ...(expected ? [] : [`form: ${response.status}`]),
    ...complaintsAboutPage(html).map((each) => `form: ${each}`),
  ]
}

async function checkApi(url: URL, note: Record<string, string>): Promise<string[]> {
  const response = await fetch(new URL('/api/notes', url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(note),
  })
  await response.json()
  return [201, 413, 422].includes(response.status) ? [] : [`API: ${response.status}`]
}
