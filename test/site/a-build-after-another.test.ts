import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { buildSite } from '../../cli/content/build-site'
import { readDist, readMade, writeDist } from '../../cli/content/dist'
import { nothingMade } from '../../cli/content/made-before'
import { amount } from '../support/amount'
import { removeTemporaryContent, siteYaml, temporaryContent } from '../support/temporary-content'

let root = ''
afterEach(() => removeTemporaryContent(root))

/** Each file as it may stand there in turn; null: it does not. Links, titles, hours and files reach into other pages. */
const variants: Record<string, (string | null)[]> = {
  'content/site.yml': [siteYaml, `${siteYaml}annonce: La salle a changé.\n`, siteYaml.replace('lang: fr', 'lang: en')],
  'content/index.md': ['# Accueil\n\n[Un](s/un.md)\n', '# Accueil\n\n![Une image](plan.png) et "deux"\n'],
  'content/s/index.md': [null, '# Les séances\n', '---\ntitle: Autrement\nnotes: open\n---\n\n[ancre](un.md#suite)\n'],
  'content/s/un.md': [
    '# Un\n\n## Suite\n\n<a href="../deux/">deux</a> {{ event.name }} [^1]\n\n[^1]: Une note.\n',
    '---\ntitle: Un\nlang: en\n---\n\n## Suite\n\n[home](../index.md) {: #ici }\n',
    '---\nsession: { start: 2022-07-06T10:30, end: 2022-07-06T11:30, room: amphi }\n---\n# Un\n\n## Suite\n',
    '---\nsession: { start: 2022-07-06T09:00, end: 2022-07-06T11:30, room: salle-1 }\n---\n# Un, changé\n\n## Suite\n',
  ],
  'content/s/deux.md': ['# Deux\n', '---\nhide: [footer]\n---\n# Deux, encore\n\n{: .grand }\n'],
  'content/jour.md': [null, '---\nday: 2022-07-06\n---\n# Mercredi\n'],
  'content/plan.png': ['un plan', 'un autre plan'],
}

const state = fc.record(
  Object.fromEntries(Object.entries(variants).map(([file, each]) => [file, fc.constantFrom(...each)])),
)

test('whatever was built before, a build gives what one from nothing gives, and leaves the same folder', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(state, { minLength: 2, maxLength: 4 }), async (states) => {
      root = await temporaryContent({})
      const dist = join(root, 'dist')
      for (const files of states) {
        await putFiles(files)
        const before = await readMade(dist)
        const [after, alone] = [await buildSite(root, before), await buildSite(root)]
        expect(after.remarks).toEqual(alone.remarks)
        expect(JSON.stringify(after.site?.index)).toBe(JSON.stringify(alone.site?.index))
        expect(after.site?.sessions).toEqual(alone.site?.sessions)
        if (!after.site || !alone.site) continue
        expect([...after.site.bodies.keys()].sort()).toEqual([...alone.site.bodies.keys()].sort())
        for (const key of alone.site.bodies.keys())
          expect(Buffer.from(after.site.bodies.get(key)).equals(alone.site.bodies.get(key)), key).toBe(true)
        await writeDist(dist, after.site, before)
        await writeDist(join(root, 'alone'), alone.site, await readMade(join(root, 'nowhere')))
        expect(await filesIn(dist)).toEqual(await filesIn(join(root, 'alone')))
      }
      await removeTemporaryContent(root)
    }),
    { numRuns: amount({ slice: 6, whole: 400 }) },
  )
})

test('what did not change is neither made nor written again', async () => {
  root = await temporaryContent({ 'content/a.md': '# A\n', 'content/b.md': '# B\n', 'content/c.md': '# C\n' })
  await buildAgain()
  const page = (name: string) => stat(join(root, `dist/${name}/index.html`))
  const [a, c] = [await page('a'), await page('c')]
  await writeFile(join(root, 'content/a.md'), '# A\n\nDu neuf.\n')
  await buildAgain()
  expect((await page('a')).ino).not.toBe(a.ino)
  expect((await page('c')).ino).toBe(c.ino)
})

test('what an image weighs is said anew when the image alone has changed', async () => {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg">${'<path d="M0 0"/>'.repeat(500)}</svg>`
  root = await temporaryContent({
    'content/a.md':
      '# A\n\n![Plan](plan.png) <img src="/plan.png?2" alt="Plan"> ![Dessin](/dessin.svg) ![Le même](/dessin.svg#a)\n\n[Plan](autre.png)\n',
    'content/b.md': '# B\n\n![Ailleurs](https://ailleurs.example/plan.png)\n',
    'content/plan.png': 'un plan',
    'content/autre.png': 'un autre plan',
    'public/dessin.svg': drawing,
  })
  const first = (await buildAgain())?.index.pages
  const sent = gzipSync(drawing).length
  expect(first?.['/a/']?.images).toEqual({ count: 3, weight: 2 * 7 + sent })
  expect(first?.['/b/']).not.toHaveProperty('images')
  const { ino } = await stat(join(root, 'dist/a/index.html'))
  await writeFile(join(root, 'content/plan.png'), 'un plus grand plan')
  const then = (await buildAgain())?.index.pages
  expect(then?.['/a/']).toEqual({ ...first?.['/a/'], images: { count: 3, weight: 2 * 18 + sent } })
  expect((await stat(join(root, 'dist/a/index.html'))).ino).toBe(ino)
})

test('a file of dist/ that somebody changed or took away is made again, and is never sent as it is', async () => {
  root = await temporaryContent({ 'content/a.md': '# A\n', 'content/b.md': '# B\n' })
  const first = await buildAgain()
  const [a, b] = ['dist/a/index.html', 'dist/b/index.html'].map((path) => join(root, path))
  if (!a || !b) throw new Error('There are two pages.')
  const html = await readFile(a, 'utf8')
  // Clocks of file systems tick every few milliseconds.
  await new Promise((resolve) => setTimeout(resolve, 20))
  await writeFile(a, 'autre chose')
  await rm(b)
  const left = await readDist(join(root, 'dist'))
  for (const { body } of Object.values(left?.index.pages ?? {}).slice(0, 2))
    expect(() => left?.bodies.get(body)).toThrow('npm run build')
  const again = await buildAgain()
  expect(JSON.stringify(again?.index)).toBe(JSON.stringify(first?.index))
  expect(await readFile(a, 'utf8')).toBe(html)
  expect(await readFile(b, 'utf8')).toContain('<h1>B</h1>')
})

test('a file of dist/ that somebody touched goes with its page', async () => {
  root = await temporaryContent({ 'content/a.md': '# A\n', 'content/b.md': '# B\n' })
  await buildAgain()
  await new Promise((resolve) => setTimeout(resolve, 20))
  await writeFile(join(root, 'dist/a/index.html'), 'autre chose')
  await rm(join(root, 'content/a.md'))
  await buildAgain()
  expect(Object.keys(await filesIn(join(root, 'dist')))).not.toContain('/a/index.html')
})

test.each([
  ['died before its end', (path: string) => rm(path)],
  ['was cut off while it wrote', (path: string) => writeFile(path, '{"index":"')],
])('nothing is taken from a build that %s', async (_, spoil) => {
  root = await temporaryContent({ 'content/a.md': '# A\n' })
  await buildAgain()
  const whole = await filesIn(join(root, 'dist'))
  await spoil(join(root, 'dist/_made.json'))
  expect(await readMade(join(root, 'dist'))).toEqual(nothingMade)
  await buildAgain()
  expect(await filesIn(join(root, 'dist'))).toEqual(whole)
})

test('an index that was cut off counts as none', async () => {
  root = await temporaryContent({ 'content/a.md': '# A\n' })
  await buildAgain()
  await writeFile(join(root, 'dist/_index.json'), '{"format":')
  expect(await readDist(join(root, 'dist'))).toBeNull()
})

async function buildAgain() {
  const dist = join(root, 'dist')
  const before = await readMade(dist)
  const { site } = await buildSite(root, before)
  if (site) await writeDist(dist, site, before)
  return site
}

async function putFiles(files: Record<string, string | null>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    if (text === null) await rm(join(root, path), { force: true })
    else await writeFile(join(root, path), text)
  }
}

async function filesIn(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(
    await Promise.all(
      files.sort().map(async (path) => [path.slice(folder.length), await readFile(path, 'utf8')] as const),
    ),
  )
}
