import * as v from 'valibot'
import { isScalar, LineCounter, parseDocument, visit, type YAMLError } from 'yaml'
import { explainUnreadable, explainValue, unknownAlias } from './explain'
import type { ContentRemark } from './remarks'

/**
 * YAML read through a schema. Every fault is named with its line, in the words of the person who wrote the file.
 * @param firstLine The line of the file that the text begins on.
 * @returns Null when there is a fault; `report` has been told.
 */
export function readYaml<Schema extends v.GenericSchema>(
  text: string,
  schema: Schema,
  { file, firstLine }: { file: string; firstLine: number },
  report: (remark: ContentRemark) => void,
): v.InferOutput<Schema> | null {
  const lines = new LineCounter()
  // It would warn of what the schema refuses anyway, in words of its own.
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' })
  const lineOf = (offset: number) => lines.linePos(offset).line + firstLine - 1
  const fault = (line: number, message: string) => report({ file, line, severity: 'fault', message })

  for (const [line, errors] of Map.groupBy(document.errors, ({ pos }) => lineOf(pos[0]))) {
    fault(line, explainUnreadable(cause(errors), text))
  }
  let unknown = 0
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document)) return
      unknown++
      fault(lineOf(alias.range?.[0] ?? 0), unknownAlias)
    },
  })
  if (document.errors.length + unknown > 0) return null

  const result = v.safeParse(schema, document.toJS() ?? {})
  if (result.success) return result.output
  for (const issue of result.issues) {
    const path = (issue.path ?? []).map((item) => item.key as string | number)
    const node = nearestNode(document, path)
    const value = document.getIn(path, true)
    const written = isScalar(value) ? value.source : undefined
    fault(node?.range ? lineOf(node.range[0]) : firstLine, explainValue(issue, path, written))
  }
  return null
}

/** One slip gives several errors on its line: the first names it, unless the line swallowed the next one. */
function cause(errors: YAMLError[]): YAMLError {
  return errors.find(({ code }) => code === 'MULTILINE_IMPLICIT_KEY') ?? (errors[0] as YAMLError)
}

/**
 * Lines of keys, for faults that only show beside other files; of the nearest key above one that is not there.
 * @param text YAML that was read before; it is read again when the first line is asked for.
 */
export function lineFinder(text: string, firstLine: number): (path: (string | number)[]) => number {
  const lines = new LineCounter()
  let document: ReturnType<typeof parseDocument> | undefined
  return (path) => {
    document ??= parseDocument(text, { lineCounter: lines })
    const node = nearestNode(document, path)
    return node?.range ? lines.linePos(node.range[0]).line + firstLine - 1 : firstLine
  }
}

type Node = { range?: [number, number, number] | null } | undefined

function nearestNode(document: ReturnType<typeof parseDocument>, path: (string | number)[]): Node {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true)
    if (typeof node === 'object' && node !== null) return node as Node
  }
  return undefined
}
