import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

/** Null: nothing stands there. */
export type Answering = (path: string) => Promise<{ headers: Record<string, string>; body: Uint8Array } | null>

/** What a Worker answers, with its headers. */
export function answersOf(worker: URL): Answering {
  return async (path) => {
    const response = await fetch(new URL(path, worker))
    return { headers: Object.fromEntries(response.headers), body: await response.bytes() }
  }
}

/**
 * Answers as an edge does, text gzipped: whatever is compared with one another comes through this one server.
 * @returns Its address, and what stops it.
 */
export async function serveCompressed(answer: Answering): Promise<{ url: string; stop: () => void }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    answer(decodeURI(pathname)).then(
      (found) => {
        if (!found) return response.writeHead(404).end()
        const text = /text|json|javascript|xml/.test(found.headers['content-type'] ?? '')
        const body = text ? gzipSync(found.body, { level: 6 }) : found.body
        const { 'content-encoding': _, 'transfer-encoding': __, ...headers } = found.headers
        response.writeHead(200, {
          ...headers,
          'content-length': body.length,
          ...(text && { 'content-encoding': 'gzip' }),
        })
        return response.end(body)
      },
      (error: Error) => response.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
