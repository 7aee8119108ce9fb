import * as v from 'valibot'
import { isScalar, LineCounter, parseDocument, visit, type YAMLError } from 'yaml'
import {
  cutText,
  endlessAliases,
  explainUnknown,
  explainUnreadable,
  explainValue,
  isOfTab,
  unknownAlias,
} from './explain'
import type { ContentRemark } from './remarks'

export type Reading<Value> = {
  value: Value
  /** The paths that had a fault, joined by dots: what `value` says there is nobody's word. */
  faulty: Set<string>
  /** The line of a path of `value`, or of the nearest key above one that is not there. */
  lineOf: (path: Path) => number
}

/**
 * YAML read through a schema. Every fault is named with its line, in the words of the person who wrote the file; what
 * stands there is left out, so that the rest is still known.
 * @param firstLine The line of the file that the text begins on.
 * @param standIns Values that fit, for what the schema cannot do without.
 * @returns Null when it is no YAML; `report` has been told.
 */
export function readYaml<Schema extends v.GenericSchema>(
  text: string,
  schema: Schema,
  { file, firstLine, standIns }: { file: string; firstLine: number; standIns: v.InferInput<Schema> },
  report: (remark: ContentRemark) => void,
): Reading<v.InferOutput<Schema>> | null {
  const lines = new LineCounter()
  // It would warn of what the schema refuses anyway, in words of its own.
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' })
  const lineOf = (offset: number) => lines.linePos(offset).line + firstLine - 1
  const fault = (line: number, message: string) => report({ file, line, severity: 'fault', message })

  const ofTab = document.errors.find((error) => isOfTab(error, text))
  for (const [line, errors] of Map.groupBy(ofTab ? [ofTab] : document.errors, ({ pos }) => lineOf(pos[0]))) {
    fault(line, explainUnreadable(cause(errors), text))
  }
  let unknown = 0
  visit(document, {
    Scalar: (key, { type, range }) => {
      if (key === 'key' || type !== 'PLAIN' || !range) return
      const [, cut] = /^[ \t]*(#[\p{L}\p{N}].*)/u.exec(text.slice(range[1])) ?? []
      if (cut) report({ file, line: lineOf(range[1]), severity: 'warning', message: cutText(cut.trim()) })
    },
    Alias: (_, alias) => {
      if (alias.resolve(document)) return
      unknown++
      fault(lineOf(alias.range?.[0] ?? 0), unknownAlias)
    },
  })
  if (document.errors.length + unknown > 0) return null

  const lineAt = (path: Path) => {
    const node = nearestNode(document, path)
    return node?.range ? lineOf(node.range[0]) : firstLine
  }
  const faulty = new Set<string>()
  const input = valuesOf(document)
  if (input === null) {
    fault(firstLine, endlessAliases)
    return null
  }
  const { value, asWritten } = withoutFaults(schema, input, standIns, (issue, path) => {
    const written = document.getIn(path, true)
    const source = isScalar(written) ? written.source : undefined
    const isUnknown = issue.expected === 'never'
    fault(lineAt(path), isUnknown ? explainUnknown(path, keysBeside(schema, path)) : explainValue(issue, path, source))
    faulty.add(path.join('.'))
  })
  return { value, faulty, lineOf: (path) => lineAt(asWritten(path)) }
}

/** Null: aliases of aliases would make more of it than fits a machine, or one names nothing. */
export function valuesOf(document: ReturnType<typeof parseDocument>): Record<string, unknown> | null {
  try {
    return (document.toJS() as Record<string, unknown> | null) ?? {}
  } catch (error) {
    if (error instanceof ReferenceError) return null
    throw error
  }
}

/** Whether nothing is wrong with a key, above it or below it. */
export function isSound(faulty: Set<string>, key: string): boolean {
  return [...faulty].every(
    (path) => path !== '' && !`${path}.`.startsWith(`${key}.`) && !`${key}.`.startsWith(`${path}.`),
  )
}

type Issue = v.BaseIssue<unknown>

function pathOf(issue: Issue): Path {
  return (issue.path ?? []).map((item) => item.key as string | number)
}

/**
 * Takes what is at fault out of `input`, one by one: some faults hide others, as an unknown key hides the next one.
 * @param tell Told of each fault once, with its path as it was written.
 * @returns With what makes of a path of the value one of the file.
 */
function withoutFaults<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  standIns: v.InferInput<Schema>,
  tell: (issue: Issue, path: Path) => void,
): { value: v.InferOutput<Schema>; asWritten: (path: Path) => Path } {
  const places: Places = new Map()
  const asWritten = (path: Path) => path.map((key, n) => places.get(at(input, path.slice(0, n)))?.[Number(key)] ?? key)
  const told = new Set<string>()
  for (;;) {
    const result = v.safeParse(schema, input)
    if (result.success) return { value: result.output, asWritten }
    const found = result.issues.map((issue) => ({ issue, path: asWritten(pathOf(issue)) }))
    for (const { issue, path } of found.filter(({ path }) => !told.has(path.join('.')))) tell(issue, path)
    for (const { path } of found) told.add(path.join('.'))
    // An entry of a list goes as a whole where it lacks something: first its unknown keys, which hide each other.
    const issue = result.issues.find(({ expected }) => expected === 'never') ?? result.issues[0]
    if (pathOf(issue).length === 0) return { value: v.parse(schema, structuredClone(standIns)), asWritten }
    leaveOut({ input, standIns, places }, pathOf(issue))
  }
}

/** Lists that entries were left out of: the place that each of the others had. */
type Places = Map<unknown, number[]>

type Mending = { input: unknown; standIns: unknown; places: Places }

/** What is missing already takes what it is missing from along. */
function leaveOut(mending: Mending, path: Path): void {
  const { input, standIns, places } = mending
  const above = path.slice(0, -1)
  const key = path.at(-1) ?? ''
  const holder = at(input, above) as Record<string | number, unknown>
  const standIn = at(standIns, path)
  if (standIn !== undefined) holder[key] = structuredClone(standIn)
  else if (Array.isArray(holder)) {
    const left = places.get(holder) ?? [...holder.keys()]
    places.set(holder, left.toSpliced(Number(key), 1))
    holder.splice(Number(key), 1)
  } else if (Object.hasOwn(holder, key)) delete holder[key]
  else leaveOut(mending, above)
}

type Shape = { entries?: Record<string, Shape>; item?: Shape; wrapped?: Shape }

/** The keys that a schema knows beside the last one of a path, and which of these would hold that one. */
function keysBeside(schema: v.GenericSchema, path: Path): { known: string[]; holders: string[] } {
  let shape: Shape | undefined = bare(schema as Shape)
  for (const key of path.slice(0, -1)) shape = bare(typeof key === 'number' ? shape?.item : shape?.entries?.[key])
  const entries = Object.entries(shape?.entries ?? {})
  const holding = entries.filter(([, inner]) => Object.hasOwn(bare(inner)?.entries ?? {}, String(path.at(-1))))
  return { known: entries.map(([key]) => key), holders: holding.map(([key]) => key) }
}

/** Without what says that it may be left out. */
function bare(shape: Shape | undefined): Shape | undefined {
  return shape?.wrapped ? bare(shape.wrapped) : shape
}

/** What the value itself has there, and not what every object has: a key may be called `constructor`. */
function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) => (Object.hasOwn(inner ?? {}, key) ? (inner as Record<string | number, unknown>)[key] : undefined),
    value,
  )
}

/** One slip gives several errors on its line: the first names it, unless the line swallowed the next one. */
function cause(errors: YAMLError[]): YAMLError {
  return errors.find(({ code }) => code === 'MULTILINE_IMPLICIT_KEY') ?? (errors[0] as YAMLError)
}

/**
 * Lines of keys, for faults that only show beside other files; of the nearest key above one that is not there.
 * @param text YAML that was read before; it is read again when the first line is asked for.
 */
export function lineFinder(text: string, firstLine: number): (path: Path) => number {
  const lines = new LineCounter()
  let document: ReturnType<typeof parseDocument> | undefined
  return (path) => {
    document ??= parseDocument(text, { lineCounter: lines })
    const node = nearestNode(document, path)
    return node?.range ? lines.linePos(node.range[0]).line + firstLine - 1 : firstLine
  }
}

type Path = (string | number)[]

type Node = { range?: [number, number, number] | null } | undefined

function nearestNode(document: ReturnType<typeof parseDocument>, path: Path): Node {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true)
    if (typeof node === 'object' && node !== null) return node as Node
  }
  return undefined
}
