import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BuiltSite, buildSite } from '../content/build-site'
import { readMade, writeDist } from '../content/dist'
import { type MadeBefore, nothingMade } from '../content/made-before'
import { formatRemarks } from '../content/remarks'
import { benchFolder } from './folder'

const settings = `
name: Mesure
title: Mesure, un carnet
description: Un carnet fait pour être mesuré.
url: https://mesure.example
lang: fr
timezone: Europe/Paris
event: { name: Forum mesuré, start: 2022-07-05, end: 2022-07-08, place: Brest }
licence: { id: CC-BY-SA-4.0, name: CC BY-SA 4.0, url: 'https://creativecommons.org/licenses/by-sa/4.0/' }
nav: [{ path: /, label: Accueil }]
`

const paragraph = `Des gens se sont retrouvés autour d’une table pour parler de ce qu’ils réparent, de ce qu’ils partagent et de
ce qu’ils voudraient apprendre. *Rien n’était préparé*, et c’est [tout l’intérêt](https://exemple.example/): chacun apporte
ce qu’il sait faire, et repart avec ce que les autres savent.`

/** Pages that take notes, about 4 kB of Markdown each, in a folder of their own. */
type BenchContent = {
  /** From nothing, as the first time. */
  build: () => Promise<BuiltSite>
  /** Takes `dist/` away: a build would take the old one's place, and taking that away is no part of making it. */
  forget: () => Promise<void>
  /** As `npm run build` does it: what did not change is taken from the build before. */
  buildAgain: () => Promise<BuiltSite>
  /** The files of `dist/` once more in an empty folder, by a program that does nothing else: what the disk takes of it. */
  writePlainly: () => Promise<void>
  /** Changes one of the pages, another text each time. */
  changeOne: () => Promise<void>
  remove: () => Promise<void>
}

export async function benchContent(pages: number): Promise<BenchContent> {
  const root = await benchFolder()
  await mkdir(join(root, 'content/seances'), { recursive: true })
  await writeFile(join(root, 'content/site.yml'), settings)
  await writeFile(join(root, 'content/index.md'), '# Accueil\n\nBonjour.\n')
  for (let n = 1; n <= pages; n++) await writeFile(pathOf(root, n), pageText(n, ''))
  const dist = join(root, 'dist')
  const buildFrom = async (before: MadeBefore) => {
    const { site, remarks } = await buildSite(root, before)
    if (!site) throw new Error(formatRemarks(remarks))
    await writeDist(dist, site, before)
    return site
  }
  let changes = 0
  return {
    build: () => buildFrom(nothingMade),
    forget: () => rm(dist, { recursive: true, force: true }),
    buildAgain: async () => buildFrom(await readMade(dist)),
    writePlainly: async () => {
      const files = await readdir(dist, { recursive: true, withFileTypes: true })
      const copy = join(root, 'copy')
      for (const file of files.filter((each) => each.isFile())) {
        const folder = file.parentPath.replace(dist, copy)
        mkdirSync(folder, { recursive: true })
        writeFileSync(join(folder, file.name), 'x'.repeat(PAGE_BYTES))
      }
    },
    changeOne: () => writeFile(pathOf(root, Math.ceil(pages / 2)), pageText(0, `Changée ${++changes} fois.`)),
    remove: () => rm(root, { recursive: true, force: true }),
  }
}

/** A finished page of these, as HTML. */
const PAGE_BYTES = 9_000

export function benchPage(n: number): string {
  return `/seances/p${n}/`
}

function pathOf(root: string, n: number): string {
  return join(root, `content/seances/p${n}.md`)
}

function pageText(n: number, more: string): string {
  const sections = Array.from(
    { length: 5 },
    (_, i) => `## Partie ${i + 1}\n\n${paragraph}\n\n- un point\n- un autre\n\n${paragraph}\n`,
  )
  return `---\ntitle: Séance ${n}\nnotes: open\n---\n\n${more}\n\n${sections.join('\n')}`
}
