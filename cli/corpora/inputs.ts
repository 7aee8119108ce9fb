import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BODY_MAX } from '../../worker/notes/submission'
import { ownTexts } from './own-texts'

/** One text of a corpus, cut to what a note may hold. */
export type CorpusInput = { file: string; text: string }

/** Every text of a folder's JSON and text files. What a JSON file holds beside texts is passed over. */
export async function readCorpora(folder: string): Promise<CorpusInput[]> {
  const names = (await readdir(folder)).filter((name) => /\.(?:json|txt)$/.test(name)).sort()
  const inputs: CorpusInput[] = []
  for (const file of names) {
    const text = await readFile(join(folder, file), 'utf8')
    const texts = file.endsWith('.json') ? textsOf(JSON.parse(text)) : [...text.split('\n'), ...chunks(text)]
    for (const each of texts) inputs.push({ file, text: cut(each) })
  }
  return inputs
}

/** The project's own, which goes with every run. */
export function ownInputs(): CorpusInput[] {
  return ownTexts.map((text) => ({ file: 'own-texts.ts', text: cut(text) }))
}

/** A run of repeated pieces, `[[piece, times], …]`, is scaled to the length of the longest note. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (typeof value !== 'object' || value === null) return []
  const { parts, ...others } = value as { parts?: [string, number][] }
  return [...(Array.isArray(parts) ? [repeated(parts)] : []), ...Object.values(others).flatMap(textsOf)]
}

function repeated(parts: [string, number][]): string {
  const length = parts.reduce((sum, [piece, times]) => sum + piece.length * times, 0)
  const scale = length > 0 ? BODY_MAX / length : 1
  return parts
    .map(([piece, times]) => piece.repeat(times > 1 ? Math.max(1, Math.floor(times * scale)) : times))
    .join('')
}

function chunks(text: string): string[] {
  const pieces = []
  for (let from = 0; from < text.length; from += BODY_MAX) pieces.push(text.slice(from, from + BODY_MAX))
  return pieces
}

function cut(text: string): string {
  return [...text].slice(0, BODY_MAX).join('').toWellFormed()
}
