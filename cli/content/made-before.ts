import { randomUUID } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FrontMatter } from '../../worker/site/front-matter'
import type { PageEntry } from '../../worker/site/page-index'
import type { PageFacts } from '../../worker/site/page-markdown'
import { projectRoot } from '../project'
import { contentHash } from './content-hash'
import type { ContentRemark } from './remarks'

/**
 * What a build leaves behind for the next one: of each page what it was made of, as hashes, and what came of it. A
 * page is taken from there only when everything that it is a function of is the same to the byte; so a build from
 * nothing and one from what was made before give the same.
 */
export type MadeBefore = {
  /** Where its pages lie, as files. */
  folder: string
  /** Path below the folder → key of the body that is still there as it was left. */
  standing: Map<string, string>
  /** File below the project → what became of it. */
  pages: Record<string, MadePage>
}

export type MadePage = ReadPage &
  Made & {
    /** Hash of `source` and of all that the page shows of others. */
    from: string
  }

/** A page's two bodies by their KV keys, and what the index says of them. */
export type Made = Pick<PageEntry, 'body' | 'style' | 'weight'> & { markdown: string }

/** What reading the file gave. Its references are as their author wrote them. */
export type ReadPage = {
  /** Hash of the program, the settings and the file. */
  source: string
  front: FrontMatter
  facts: Pick<PageFacts, 'heading' | 'headings'> & {
    anchors: string[]
    references: { type: 'link' | 'image'; written: string; line: number }[]
  }
  /** Warnings: a page with a fault is never made. */
  remarks: ContentRemark[]
}

export const nothingMade: MadeBefore = { folder: '', standing: new Map(), pages: {} }

/**
 * What decides, besides content, what becomes of it: this program, its libraries and the Node that runs them. A file
 * that was saved after this process began may not be what runs here: then it is a hash of its own.
 */
export async function programHash(): Promise<string> {
  const folders = ['worker/site', 'cli/content', 'cli/publication']
  const names = await Promise.all(folders.map((folder) => readdir(join(projectRoot, folder), { recursive: true })))
  const files = folders.flatMap((folder, n) => (names[n] ?? []).map((name) => join(folder, name)).sort())
  const code = [...files.filter((file) => /\.tsx?$/.test(file)), 'package-lock.json']
  const paths = code.map((file) => join(projectRoot, file))
  const saved = await Promise.all(paths.map((path) => stat(path)))
  if (saved.some(({ mtimeMs }) => mtimeMs > performance.timeOrigin)) return contentHash(randomUUID())
  const hashes = await Promise.all(paths.map(async (path) => contentHash(await readFile(path))))
  return contentHash(JSON.stringify([process.version, code, hashes]))
}

/** @param facts Before the references are resolved. */
export function recordedFacts({ heading, headings, anchors, references }: PageFacts): ReadPage['facts'] {
  return {
    heading: heading && { text: heading.text, anchor: heading.anchor },
    headings,
    anchors: [...anchors],
    references: references.map(({ token: { type }, written, line }) => ({ type, written, line })),
  }
}

export function factsAgain({ anchors, references, ...facts }: ReadPage['facts']): PageFacts {
  return {
    ...facts,
    anchors: new Set(anchors),
    references: references.map(({ type, written, line }) => ({ token: { type, href: written }, written, line })),
  }
}
