import { strFromU8, unzipSync } from 'fflate'
import type { RunningSite } from './harness'

/** Every table, and every value of KV; a zip as what it holds. */
export async function everythingStored(site: RunningSite): Promise<string> {
  const tables = await site.env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'`,
  ).all<{ name: string }>()
  const rows = await Promise.all(
    tables.results.map(async ({ name }) => (await site.env.DB.prepare(`SELECT * FROM "${name}"`).all()).results),
  )
  const { keys, list_complete } = await site.env.PAGES.list()
  if (!list_complete) throw new Error('KV holds more than one list of keys.')
  const values = await Promise.all(
    keys.map(async ({ name }) => contentOf(new Uint8Array((await site.env.PAGES.get(name, 'arrayBuffer')) ?? []))),
  )
  return [JSON.stringify(rows), ...keys.map(({ name }) => name), ...values].join('\n')
}

/** Bytes as text; a zip as the text of all its files. */
export function contentOf(bytes: Uint8Array): string {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b
  return isZip
    ? Object.values(unzipSync(bytes))
        .map((file) => strFromU8(file))
        .join('\n')
    : strFromU8(bytes)
}
