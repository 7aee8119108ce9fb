import { createReadStream } from 'node:fs'

/**
 * The lines of a file, one after the other, however large it is. Node's readline would also end a line at U+2028, which
 * JSON leaves as it is.
 * @returns Each line without its end, and whether it had one.
 */
export async function* linesIn(path: string): AsyncGenerator<{ text: string; ended: boolean }> {
  let rest: Buffer[] = []
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    let from = 0
    for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, from)) {
      yield { text: Buffer.concat([...rest, chunk.subarray(from, end)]).toString('utf8'), ended: true }
      rest = []
      from = end + 1
    }
    if (from < chunk.length) rest.push(chunk.subarray(from))
  }
  if (rest.length > 0) yield { text: Buffer.concat(rest).toString('utf8'), ended: false }
}

const LINE_END = 0x0a
