import { extname } from 'node:path'
import * as v from 'valibot'
import { parse as parseYaml, YAMLError } from 'yaml'
import { CommandError } from '../command'
import { explainUnreadable, unknownAlias } from '../content/explain'
import { markdownOfHtml } from './html-to-markdown'

/** A pad without what only its program needs. */
type Pad = { text: string; authors: string[] }

/**
 * Reads an export by its ending: HedgeDoc's `.md`, Etherpad's `.txt`, `.html` and `.etherpad`.
 * @throws CommandError when it cannot be read as that.
 */
export function readPad(path: string, text: string): Pad {
  const pad = readers[extname(path).toLowerCase()]
  if (!pad) throw new CommandError(`${path} : ni .md, ni .txt, ni .html, ni .etherpad.`)
  const { text: raw, authors } = pad(text, path)
  return {
    text: raw.trim(),
    authors: [...new Set(authors.map((author) => author.replace(/\s+/g, ' ').trim()))].filter(Boolean),
  }
}

/** The endings that a folder of pads is searched for. */
export const padEndings = ['.md', '.markdown', '.txt', '.html', '.htm', '.etherpad']

const readers: Record<string, (text: string, path: string) => Pad> = {
  '.md': hedgedoc,
  '.markdown': hedgedoc,
  '.txt': (text) => ({ text, authors: [] }),
  '.html': (text) => ({ text: markdownOfHtml(text), authors: [] }),
  '.htm': (text) => ({ text: markdownOfHtml(text), authors: [] }),
  '.etherpad': etherpad,
}

/**
 * HedgeDoc: YAML on top, tags as a line (`###### tags: …`, `tags: …`), names in quotes (`[name=…]`).
 * https://docs.hedgedoc.org/references/yaml-metadata/
 */
function hedgedoc(text: string, path: string): Pad {
  const [whole, yaml] = /^---\n([\s\S]*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(text) ?? []
  const body = text.slice(whole?.length ?? 0)
  const quoted = [...body.matchAll(/\[name=([^\]]+)\]/g)].map(([, name = '']) => name)
  return {
    authors: [...authorsIn(yaml ?? '', path), ...quoted],
    text: body
      .replace(/^#{0,6}[ \t]*tags:.*\n?/gim, '')
      .replace(/^\[TOC\][ \t]*\n?/gim, '')
      .replace(/[ \t]*\[(?:name|time|color)=[^\]]*\]/g, '')
      .replace(/^(?:>[ \t]*)+$\n?/gm, ''),
  }
}

function authorsIn(yaml: string, path: string): string[] {
  let front: unknown
  try {
    front = parseYaml(yaml)
  } catch (error) {
    if (!(error instanceof YAMLError)) throw new CommandError(`${path} : en-tête YAML ${unknownAlias}`)
    const line = (error.linePos?.[0].line ?? 0) + 1
    throw new CommandError(`${path}:${line}: en-tête YAML ${explainUnreadable(error, yaml)}`)
  }
  const { author, authors } = (front ?? {}) as Record<string, unknown>
  return [author, authors].flat().flatMap((each) => (typeof each === 'string' ? each.split(/[,;]/) : []))
}

const etherpadSchema = v.record(v.string(), v.unknown())
const padRecord = v.looseObject({ atext: v.object({ text: v.string(), attribs: v.optional(v.string(), '') }) })
const authorRecord = v.looseObject({ name: v.nullish(v.string(), '') })

/**
 * Etherpad's own format: `pad:NAME` holds the text, `globalAuthor:ID` who wrote; a line of a list begins with a marker.
 * https://github.com/ether/etherpad-lite (`src/node/utils/ExportEtherpad`)
 */
function etherpad(text: string, path: string): Pad {
  let records: v.InferOutput<typeof etherpadSchema>
  try {
    records = v.parse(etherpadSchema, JSON.parse(text))
  } catch {
    throw new CommandError(`${path} n’est pas un export .etherpad : ce n’est pas son JSON.`)
  }
  const pad = Object.entries(records).find(([key]) => /^pad:[^:]+$/.test(key))?.[1]
  const parsed = v.safeParse(padRecord, pad)
  if (!parsed.success) throw new CommandError(`${path} n’est pas un export .etherpad : il n’y a pas de texte.`)
  const authors = Object.entries(records).flatMap(([key, value]) => {
    const author = key.startsWith('globalAuthor:') ? v.safeParse(authorRecord, value) : null
    return author?.success && author.output.name ? [author.output.name] : []
  })
  return { text: parsed.output.atext.text.replace(/^\*/gm, '- '), authors }
}
