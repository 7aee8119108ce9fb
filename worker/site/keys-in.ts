import type { KVNamespace, KVNamespaceListKey, KVNamespaceListResult } from '@cloudflare/workers-types'

/** Every key of KV that begins so, as many together as KV lists at once: a thousand. */
export async function* keysIn<Metadata>(
  pages: KVNamespace,
  prefix: string,
): AsyncGenerator<KVNamespaceListKey<Metadata>[]> {
  let cursor: string | null = null
  do {
    const list: KVNamespaceListResult<Metadata> = await pages.list<Metadata>({ prefix, cursor })
    yield list.keys
    cursor = list.list_complete ? null : list.cursor
  } while (cursor !== null)
}
