import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningSite, startSite } from '../support/harness'

let site: RunningSite
beforeAll(async () => {
  site = await startSite()
  await site.publish({ 'content/a.md': '---\ntitle: A\nnotes: open\n---\n', 'content/b.md': '# B\n' })
})
afterAll(() => site.close())

type Asked = { method?: string; headers?: Record<string, string> }

/** Everything of an answer but what the stores took. */
async function answer(path: string, init: Asked = {}) {
  const response = await site.getAt(`https://carnet.example${path}`, { redirect: 'manual', ...init })
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== 'server-timing'))
  return { status: response.status, headers, text: await response.text() }
}

/** A query is nothing that the memory answers, and nothing that a page minds. */
const throughTheApp = (path: string, init?: Asked) => answer(`${path}?x`, init)

test.each(['/a/', '/b/'])('%s is the same from memory as through the app, header for header', async (path) => {
  await answer(path)
  const before = site.log.length
  const remembered = await answer(path)
  expect(remembered).toEqual(await throughTheApp(path))
  expect(remembered.status).toBe(200)
  expect(site.log.length).toBe(before + 2)
})

test('so is the answer to whoever has it already', async () => {
  const { headers } = await answer('/a/')
  const known = { headers: { 'If-None-Match': `W/${headers.etag}` } }
  const remembered = await answer('/a/', known)
  expect(remembered).toEqual(await throughTheApp('/a/', known))
  expect(remembered.status).toBe(304)
})

test('so are the answers to other methods, and to an address that has to be read first', async () => {
  await answer('/a/')
  expect(await answer('/a/', { method: 'HEAD' })).toEqual(await throughTheApp('/a/', { method: 'HEAD' }))
  for (const method of ['POST', 'DELETE']) expect((await answer('/a/', { method })).status).toBe(405)
  expect(await answer('/%61/')).toEqual(await answer('/a/'))
  expect((await answer('/a')).status).toBe(308)
})

test('what is published shows at once in the isolate that published it, and elsewhere within seconds', async () => {
  await answer('/b/')
  await site.publish({ 'content/a.md': '---\ntitle: A\nnotes: open\n---\n', 'content/b.md': '# Autre\n' })
  await expect.poll(() => answer('/b/').then(({ text }) => text), { timeout: 8_000 }).toContain('Autre')
})

test('what changes beside the text and the notes of a page shows as soon: whether it takes more, what its images weigh', async () => {
  const published = (notes: string, bytes: number) =>
    site.publish({
      'content/c.md': `---\ntitle: C\nnotes: ${notes}\n---\n`,
      'content/d.md': '---\ntitle: D\nnotes: open\n---\n![Le plan](plan.png) ![Le même](plan.png)\n',
      'content/plan.png': new Uint8Array(bytes),
    })
  const page = (path: string) => answer(path).then(({ text }) => text)
  await published('open', 70_000)
  await expect.poll(() => page('/c/'), { timeout: 8_000 }).toContain('/contribuer/?page=')
  expect(await page('/c/')).toMatch(/environ \d,\d\sko, 1 requête\./)
  expect(await page('/d/')).toMatch(/environ 7\d\sko, 2 requêtes\./)
  await published('closed', 90_000)
  await expect.poll(() => page('/c/'), { timeout: 8_000 }).not.toContain('/contribuer/?page=')
  expect(await page('/d/')).toMatch(/environ 9\d\sko, 2 requêtes\./)
  // What a device keeps are the pages alone.
  expect(await page('/hors-connexion/')).toMatch(/Les \d pages du site, sans leurs images, environ \d,\d\sko/)
  await published('open', 90_000)
  await expect.poll(() => page('/c/'), { timeout: 8_000 }).toContain('/contribuer/?page=')
})

const strangers: [path: string, headers: Record<string, string>, status: number][] = [
  ['/moderation/', {}, 303],
  ['/api/admin/notes', { Authorization: 'Bearer inconnue' }, 401],
]

test.each(strangers)(
  'what is published shows, even when %s (%o) is asked for just before, and answered without the index',
  async (path, headers, status) => {
    await answer('/b/')
    const title = `Publié ${crypto.randomUUID()}`
    await site.publish({ 'content/a.md': '---\ntitle: A\nnotes: open\n---\n', 'content/b.md': `# ${title}\n` })
    await new Promise((resolve) => setTimeout(resolve, 3_050))
    expect((await answer(path, { headers })).status).toBe(status)
    expect((await answer('/b/')).text).toContain(title)
  },
)
