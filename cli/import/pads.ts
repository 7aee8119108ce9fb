import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { bringInPending, type ImportedNote } from '../../worker/notes/bring-in'
import { AUTHOR_MAX, lengthOf, pageOf, parseRevision } from '../../worker/notes/submission'
import { idFrom } from '../../worker/notes/tokens'
import type { PageEntry, PageIndex } from '../../worker/site/page-index'
import { intendedAddress } from '../../worker/site/paths'
import { fr } from '../../worker/site/strings/fr'
import { CommandError } from '../command'
import type { Platform } from '../platform'
import { type Foreign, formatForeign, symbolicLink } from './foreign'
import { foreignInPad } from './pad-foreign'
import { padEndings, readPad } from './pad-text'
import { slugOf } from './slug'
import { splitText } from './split-text'
import { silently, type Tell } from './tell'
import { readTextFile } from './text-file'

/**
 * Brings in a pad, or a folder of pads, as notes that wait for the moderators: flagged as imported, under no confirmed
 * licence, since nobody agreed to one here. All are read before the first is stored. The same pads again are the same notes.
 * @param page Address of the page they belong to; without one, each file's name says it.
 */
export async function importPads(
  { DB }: Pick<Platform, 'DB'>,
  index: PageIndex,
  path: string,
  { page, rehearsal, now }: { page: string | undefined; rehearsal: boolean; now: Date },
  tell: Tell = silently,
): Promise<string[]> {
  const said: string[] = []
  const faults: string[] = []
  const notes: ImportedNote[] = []
  for (const file of await padFiles(path, (link) => said.push(...formatForeign([link])))) {
    const text = await readTextFile(file)
    const pad = readPad(file, text)
    const found = pageFor(index, page, file)
    if (typeof found === 'string') faults.push(`${file} : ${found}`)
    else if (pad.text === '') faults.push(`${file} : vide, une fois l’en-tête et les étiquettes ôtés`)
    else {
      const parts = splitText(pad.text)
      const many = parts.length > 1 ? `coupé en ${parts.length} notes, aux titres : il dépasse 20 000 signes` : '1 note'
      said.push(...formatForeign(foreignInPad(file, text)))
      said.push(`${file} → ${found.address} : ${many}${pad.authors.length > 0 ? ` (${pad.authors.join(', ')})` : ''}`)
      for (const [n, body] of parts.entries()) {
        const writing = parseRevision({ body, author: authorOf(pad.authors) })
        if (writing.ok) notes.push({ ...writing.value, page: found.entry.id, ...identityOf(found.entry.id, body, n) })
        else faults.push(`${file}, note ${n + 1} : ${writing.faults.map(({ code }) => fr.faults[code]).join(' ')}`)
      }
    }
  }
  if (faults.length > 0)
    throw new CommandError(`Rien n’a été repris :\n${faults.map((each) => `  ${each}`).join('\n')}`)
  if (rehearsal) {
    return [...said, `${notes.length} note${notes.length > 1 ? 's attendraient' : ' attendrait'} la modération.`]
  }

  tell(notes.length, (count) => `${count} notes à écrire…`)
  let added = 0
  for (let from = 0; from < notes.length; from += AT_ONCE) {
    added += (await bringInPending(DB, notes.slice(from, from + AT_ONCE), now.toISOString())).length
  }
  const known = notes.length - added
  return [
    ...said,
    `${added} note${added > 1 ? 's attendent' : ' attend'} la modération, licence à confirmer.${known > 0 ? ` Déjà reprises avant : ${known}.` : ''}`,
  ]
}

/** Notes of one transaction: a folder of pads is seldom more. */
const AT_ONCE = 500

async function padFiles(path: string, report: (foreign: Foreign) => void): Promise<string[]> {
  const found = await stat(path).catch(() => {
    throw new CommandError(`${path} n’existe pas : vérifiez le chemin.`)
  })
  if (!found.isDirectory()) return [path]
  const entries = (await readdir(path, { withFileTypes: true })).filter(({ name }) =>
    padEndings.includes(extname(name).toLowerCase()),
  )
  for (const link of entries.filter((entry) => entry.isSymbolicLink())) report(symbolicLink(join(path, link.name)))
  const names = entries
    .filter((entry) => !entry.isSymbolicLink())
    .map(({ name }) => name)
    .sort()
  if (names.length === 0) throw new CommandError(`${path} ne contient aucun pad (${padEndings.join(', ')}).`)
  return names.map((name) => join(path, name))
}

function pageFor(
  index: PageIndex,
  page: string | undefined,
  file: string,
): { address: string; entry: PageEntry } | string {
  if (page !== undefined) {
    const found = pageOf(intendedAddress(page.startsWith('/') ? page : `/${page}`), index)
    if (!found) return `le site publié n’a pas de page ${page}`
    return found.entry.notes ? found : `la page ${page} ne prend pas de notes (notes: open dans son en-tête)`
  }
  const slug = slugOf(basename(file, extname(file)))
  const matches = Object.entries(index.pages).filter(
    ([address, { notes }]) => notes && slugOf(address.split('/').at(-2) ?? '') === slug,
  )
  const [match] = matches
  if (match && matches.length === 1) return { address: match[0], entry: match[1] }
  return matches.length > 1
    ? `plusieurs pages portent ce nom : dites --page ${matches.map(([address]) => address).join(' ou ')}`
    : 'aucune page qui prend des notes ne porte ce nom : dites --page ADRESSE'
}

/** All of them, as far as the field holds. Null: nobody is named. */
function authorOf(authors: string[]): string | null {
  for (let named = authors.length; named > 0; named--) {
    const others = authors.length - named
    const text = authors.slice(0, named).join(', ') + (others > 0 ? ` et ${others} autre${others > 1 ? 's' : ''}` : '')
    if (lengthOf(text) <= AUTHOR_MAX) return text
  }
  return null
}

/** From what it says and where: the same pad brought in twice is one note. */
export function identityOf(page: string, body: string, part: number): { id: string; sourceHash: string } {
  const sourceHash = createHash('sha256').update(`import\n${page}\n${part}\n${body}`).digest('hex')
  const bytes = createHash('sha256').update(`id ${sourceHash}`).digest().subarray(0, 12)
  return { id: idFrom(bytes), sourceHash }
}
