import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { FORMAT, type Header, headerLine, type Row, type Seal } from '../../worker/backup/format'
import { savedTables } from '../../worker/backup/tables'
import { CommandError } from '../command'
import { linesIn } from './lines'

const sealSchema = v.object({ counts: v.record(v.string(), v.number()), sha256: v.string() })
const headerSchema = v.object({
  kesako: v.literal('backup'),
  format: v.number(),
  migration: v.string(),
  seal: v.optional(sealSchema),
})
const rowSchema = v.object({
  table: v.picklist(savedTables.map(({ name }) => name)),
  row: v.record(v.string(), v.nullable(v.union([v.string(), v.number()]))),
})
const lineSchema = v.union([rowSchema, v.object({ changed: v.array(v.string()) }), v.object({ seal: sealSchema })])

/** A backup that was read from its first line to its last and found whole. */
export type SoundBackup = {
  path: string
  seal: Seal
  /** Notes of which the file holds an older state above a `changed` line. */
  changed: Set<string>
}

/**
 * Reads a backup through without keeping it.
 * @param migrations The names of those that this program knows.
 * @throws CommandError when it is damaged, cut short, not a backup, or of a newer program.
 */
export async function readBackup(path: string, migrations: string[]): Promise<SoundBackup> {
  const hash = createHash('sha256')
  const counts: Record<string, number> = {}
  const changed = new Set<string>()
  let seal: Seal | undefined
  let at = 0
  for await (const { text, ended } of linesIn(path)) {
    at++
    if (!ended) throw damaged(path, `elle est coupée à la ligne ${at}`)
    if (at === 1) {
      const { header, seal: announced } = parseHeader(path, text, migrations)
      hash.update(headerLine(header))
      seal = announced
      continue
    }
    const line = parseLine(path, text, at)
    if ('seal' in line) {
      if (seal) throw damaged(path, `il y a autre chose à la ligne ${at}`)
      seal = line.seal
      continue
    }
    hash.update(`${text}\n`)
    if ('changed' in line) {
      for (const id of line.changed) changed.add(id)
      continue
    }
    counts[line.table] = (counts[line.table] ?? 0) + 1
  }
  if (at === 0) throw damaged(path, 'elle est vide')
  if (!seal) throw damaged(path, 'la fin manque')
  if (!sameCounts(counts, seal.counts)) throw damaged(path, 'des lignes manquent ou sont en trop')
  if (seal.sha256 !== hash.digest('hex')) throw damaged(path, 'son contenu ne correspond pas à sa somme de contrôle')
  return { path, seal, changed }
}

/** The rows of a sound backup, each in its last state. */
export async function* rowsOf({ path, changed }: SoundBackup): AsyncGenerator<{ table: string; row: Row }> {
  const noteColumn = new Map(savedTables.map(({ name, note }) => [name, note]))
  let older = changed.size > 0
  let first = true
  for await (const { text } of linesIn(path)) {
    const line = first ? null : (JSON.parse(text) as { table?: string; row?: Row; changed?: string[] })
    first = false
    if (line?.changed) older = false
    if (!line?.table || !line.row) continue
    const column = noteColumn.get(line.table)
    if (older && column !== undefined && changed.has(String(line.row[column]))) continue
    yield { table: line.table, row: line.row }
  }
}

function parseHeader(path: string, text: string, migrations: string[]): { header: Header; seal: Seal | undefined } {
  const parsed = v.safeParse(headerSchema, parseJson(text))
  if (!parsed.success) throw new CommandError(`${path} n’est pas une sauvegarde de Kesako. Rien n’a été écrit.`)
  const { seal, ...header } = parsed.output
  if (header.format > FORMAT || !migrations.includes(header.migration)) {
    throw new CommandError(
      `${path} vient d’une version plus récente de Kesako (${header.migration}) : mettez d’abord le programme à jour. Rien n’a été écrit.`,
    )
  }
  return { header, seal }
}

function parseLine(path: string, text: string, at: number): v.InferOutput<typeof lineSchema> {
  const parsed = v.safeParse(lineSchema, parseJson(text))
  if (!parsed.success) throw damaged(path, `la ligne ${at} ne se lit pas`)
  return parsed.output
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function damaged(path: string, how: string): CommandError {
  return new CommandError(
    `La sauvegarde ${path} est abîmée : ${how}. Rien n’a été écrit. Prenez-en une autre, ou refaites une copie du fichier.`,
  )
}

function sameCounts(a: Record<string, number>, b: Record<string, number>): boolean {
  return savedTables.every(({ name }) => (a[name] ?? 0) === (b[name] ?? 0))
}
