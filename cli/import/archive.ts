import { createHash } from 'node:crypto'
import { type UnzipFileInfo, unzipSync } from 'fflate'
import * as v from 'valibot'
import { parse as parseYaml } from 'yaml'
import { readErasures, surveyValues } from '../../worker/backup/erased-since'
import { type ArchivedNote, bringBackPublished } from '../../worker/notes/bring-in'
import { UNCONFIRMED_LICENCE } from '../../worker/notes/note'
import { retrying } from '../../worker/notes/retry'
import { parseRevision } from '../../worker/notes/submission'
import { idPattern } from '../../worker/notes/tokens'
import { publishAll, wantEverything } from '../../worker/publishing/mend'
import type { Erasure } from '../../worker/publishing/values'
import { addressOfPage, type PageIndex } from '../../worker/site/page-index'
import { CommandError } from '../command'
import { counted } from '../counted'
import type { Platform } from '../platform'
import { everySo } from '../progress'
import { aboutStrangers } from '../strangers'
import { decodeText, readImported } from './text-file'

/**
 * Brings the notes of an archive of Kesako's back into a site without notes, as published: what was public is equal again,
 * but for what KV knows to be erased since. All is checked before the first note is stored; cut off half way, the same
 * command goes on.
 */
export async function importArchive(
  platform: Pick<Platform, 'DB' | 'PAGES'>,
  index: PageIndex,
  file: string,
  { rehearsal, remote, now }: { rehearsal: boolean; remote: boolean; now: Date },
): Promise<string[]> {
  const archived = readArchive(file, await readImported(file))
  refuseUnknown(archived, index)
  await refuseOthers(platform.DB, archived)
  const { notes, erased } = await withoutErased(archived, platform.PAGES)
  const kept = notes.length - erased.notes
  if (rehearsal)
    return [
      `${counted(kept, 'note publiée serait reprise', 'notes publiées seraient reprises')}.`,
      ...aboutErased(erased),
    ]
  const tellTaken = everySo('notes reprises', 1_000)
  let taken = 0
  for (const together of inBatches(notes)) {
    await bringBackPublished(platform.DB, together, now.toISOString())
    taken += together.length
    tellTaken(taken)
  }
  const { highest, strangers } = await surveyValues(platform)
  await retrying(() => wantEverything(platform.DB, highest, now.toISOString()).run())
  // Here and now, rather than some values a minute by the cron.
  const behind = await publishAll(platform, everySo('valeurs publiées', 100))
  if (behind > 0)
    throw new CommandError(`La publication n’est pas finie (reste : ${behind}) : le site la reprendra de lui-même.`)
  return [
    `${counted(kept, 'note reprise, telle qu’elle était publiée', 'notes reprises, telles qu’elles étaient publiées')}.`,
    ...aboutErased(erased),
    ...aboutStrangers(strangers, 'l’archive', { remote }),
  ]
}

type Erased = { notes: number; names: number }

/** The notes as they would stand in an archive of today, and how many notes and names are erased in them. */
async function withoutErased(
  archived: ArchivedNote[],
  pages: Platform['PAGES'],
): Promise<{ notes: ArchivedNote[]; erased: Erased }> {
  const erasures = new Map<string, Erasure>()
  for await (const { id, erasure } of readErasures(pages)) erasures.set(id, erasure)
  const erased = { notes: 0, names: 0 }
  const notes = archived.map((note): ArchivedNote => {
    const erasure = erasures.get(note.id)
    if (!erasure) return note
    if (erasure.erased === 'note') {
      erased.notes++
      return { ...note, body: null, author: null }
    }
    const isNameless = note.revision <= erasure.upTo
    if (isNameless && note.author !== null) erased.names++
    return { ...note, author: isNameless ? null : note.author, namesErasedUpTo: erasure.upTo }
  })
  return { notes, erased }
}

function aboutErased({ notes, names }: Erased): string[] {
  return notes + names === 0
    ? []
    : [`effacé du site depuis l’archive, et non repris : ${counted(notes, 'note')}, ${counted(names, 'nom')}`]
}

/** Of one transaction: signs of text, as written and for the search, may take six bytes each in a value of 2 MB at most. */
const BATCH_SIGNS = 250_000
const BATCH_NOTES = 200

function* inBatches(notes: ArchivedNote[]): Iterable<ArchivedNote[]> {
  let batch: ArchivedNote[] = []
  let signs = 0
  for (const note of notes) {
    const length = note.body?.length ?? 0
    if (batch.length === BATCH_NOTES || (batch.length > 0 && signs + length > BATCH_SIGNS)) {
      yield batch
      batch = []
      signs = 0
    }
    batch.push(note)
    signs += length
  }
  if (batch.length > 0) yield batch
}

const frontSchema = v.object({
  date: v.pipe(v.string(), v.isoTimestamp()),
  authors: v.pipe(v.array(v.string()), v.maxLength(1)),
  license: v.string(),
  id: v.pipe(v.string(), v.regex(idPattern)),
  page: v.pipe(v.string(), v.minLength(1)),
  number: v.pipe(v.number(), v.integer(), v.minValue(1)),
  revision: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Absent in archives of before there was one. */
  updated: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  edited: v.boolean(),
})

/** The notes, oldest first. @throws CommandError on the first that is not as it was written. */
function readArchive(file: string, bytes: Uint8Array): ArchivedNote[] {
  const files = unzipped(file, bytes)
  const sums = files.SHA256SUMS
  if (!sums) throw new CommandError(`${file} n’est pas une archive de Kesako : il y manque SHA256SUMS.`)
  const lines = decodeText('SHA256SUMS', sums).matchAll(/^(.{64})..(notes\/.+\.md)$/gm)
  const expected = new Map(Array.from(lines, ([, sum = '', name = '']) => [name, sum]))
  for (const [name, sum] of expected) {
    const content = files[name]
    if (!content)
      throw new CommandError(`${file} n’est pas entier : il y manque ${name}. Copiez-le ou téléchargez-le à nouveau.`)
    if (createHash('sha256').update(content).digest('hex') !== sum)
      throw new CommandError(`${file} : ${name} a été changé depuis : prenez le fichier d’origine.`)
  }
  return [...expected.keys()]
    .map((name) => archivedNote(name, decodeText(name, files[name] ?? new Uint8Array())))
    .sort((a, b) => (a.publishedAt < b.publishedAt ? -1 : a.publishedAt > b.publishedAt ? 1 : a.number - b.number))
}

/** A note of 20,000 signs of four bytes, its front matter, and as much again. */
const NOTE_BYTES = 200_000

/** A line for each of 150,000 files. */
const SUMS_BYTES = 20_000_000

/** What is unpacked is in memory together: ten thousand notes as long as they may be, in French, and as much again. */
const ALL_BYTES = 500_000_000

/** The parts that are read. How large each is stands in the zip's directory, and no more of it is ever unpacked. */
function unzipped(file: string, bytes: Uint8Array): Record<string, Uint8Array> {
  let together = 0
  const pick = (filter: (part: UnzipFileInfo) => boolean) => {
    try {
      return unzipSync(bytes, { filter })
    } catch {
      throw new CommandError(`${file} n’est pas une archive ZIP entière : copiez-la ou téléchargez-la à nouveau.`)
    }
  }
  pick(({ name, originalSize }) => {
    const most = isNote(name) ? NOTE_BYTES : SUMS_BYTES
    if (isRead(name)) together += originalSize > most ? Number.POSITIVE_INFINITY : originalSize
    return false
  })
  if (together > ALL_BYTES)
    throw new CommandError(`${file} se déplierait en plus que ce que Kesako y met : rien n’a été repris.`)
  return pick(({ name }) => isRead(name))
}

function isRead(name: string): boolean {
  return name === 'SHA256SUMS' || isNote(name)
}

function isNote(name: string): boolean {
  return /^notes\/.+\.md$/.test(name)
}

function archivedNote(name: string, text: string): ArchivedNote {
  const [, yaml, body] = /^---\n([\s\S]*?\n)---\n\n([\s\S]*)\n$/.exec(text) ?? []
  const front = v.safeParse(frontSchema, yaml === undefined ? null : parseYaml(yaml))
  if (!front.success) throw new CommandError(`${name} : en-tête illisible (${front.issues[0].message}).`)
  const { date, authors, license, updated = date, ...rest } = front.output
  const writing = parseRevision({ body, author: authors[0] ?? null })
  if (!writing.ok) throw new CommandError(`${name} : ce texte ne peut pas être une note.`)
  return {
    ...rest,
    ...writing.value,
    namesErasedUpTo: null,
    licence: license,
    publishedAt: date,
    updatedAt: updated,
  }
}

function refuseUnknown(notes: ArchivedNote[], index: PageIndex): void {
  const pages = [...new Set(notes.map(({ page }) => page))]
  const missing = pages.filter((page) => addressOfPage(index, page) === undefined)
  if (missing.length > 0) {
    throw new CommandError(`Ces pages de l’archive manquent au site publié : ${missing.join(', ')}
Remettez-les dans content/ (ou leur id: dans l’en-tête d’une autre), publiez, puis relancez.`)
  }
  const licences = new Set(notes.map(({ licence }) => licence).filter((licence) => licence !== UNCONFIRMED_LICENCE))
  licences.delete(index.site.licence.id)
  if (licences.size > 0) {
    throw new CommandError(
      `L’archive est sous ${[...licences].join(', ')}, ce site sous ${index.site.licence.id} : rien n’a été repris.`,
    )
  }
}

/** What stands there may come of this command, cut off before; a note that went on since is not overwritten. */
async function refuseOthers(db: Platform['DB'], notes: ArchivedNote[]): Promise<void> {
  const { results } = await db
    .prepare('SELECT id, status, latest_revision AS revision FROM notes')
    .all<{ id: string; status: string; revision: number }>()
  const archived = new Map(notes.map(({ id, revision }) => [id, revision]))
  const isOther = ({ id, status, revision }: (typeof results)[number]) =>
    archived.get(id) !== revision || (status !== 'published' && status !== 'withdrawn')
  if (results.some(isOther)) {
    throw new CommandError(
      'Ce site a déjà des notes : une archive se reprend dans un site sans note. Rien n’a été changé.',
    )
  }
}
