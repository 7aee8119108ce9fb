import type { D1Database } from '@cloudflare/workers-types'
import { type Decision, listDecisions } from './history'

const columns = [
  'at',
  'moderator',
  'action',
  'noteId',
  'reference',
  'reason',
  'from',
  'to',
  'version',
  'revision',
  'id',
] as const

/** Rows read from the database at once. */
const CHUNK = 500

/** The whole journal as CSV (RFC 4180), newest first, read as it is sent. The mark in front tells Excel that it is UTF-8. */
export function journalCsv(db: D1Database): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let cursor: string | null = null
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(`\ufeff${columns.join(',')}\r\n`)),
    pull: async (controller) => {
      const { decisions, next }: Awaited<ReturnType<typeof listDecisions>> = await listDecisions(db, cursor, CHUNK)
      controller.enqueue(encoder.encode(decisions.map(line).join('')))
      cursor = next
      if (next === null) controller.close()
    },
  })
}

function line(decision: Decision): string {
  return `${columns.map((column) => cell(String(decision[column] ?? ''))).join(',')}\r\n`
}

/** A cell that a spreadsheet would take for a formula is told to be text. https://owasp.org/www-community/attacks/CSV_Injection */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${plain.replaceAll('"', '""')}"`
}
