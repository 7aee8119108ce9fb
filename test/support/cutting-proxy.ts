import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * Where the line is cut when something is sent:
 * - `before`: nothing of the request arrives;
 * - `request`: half of its body does;
 * - `answer`: the site has done its work and nothing of its answer comes back;
 * - `redirect`: the answer comes back, and the page that it leads to does not;
 * - `receipt`: half of that page does.
 */
export const cuts = ['before', 'request', 'answer', 'redirect', 'receipt'] as const
type Cut = (typeof cuts)[number]

export type CuttingProxy = {
  url: string
  /** Cuts every line there until it is mended: a browser tries again by itself. */
  cutAt: (cut: Cut) => void
  mend: () => void
  close: () => Promise<void>
}

/** A bad line between a visitor and the site. */
export async function cuttingProxy(target: string): Promise<CuttingProxy> {
  let now: Cut | null = null
  const server = createServer((incoming, outgoing) => {
    const cut = now !== null && isAt(now, incoming) ? now : null
    if (cut === 'before' || cut === 'redirect') return incoming.socket.destroy()
    const { method, headers } = incoming
    const upstream = request(new URL(incoming.url ?? '/', target), { method, headers }, (answer) => {
      if (cut === 'answer') return answer.resume().on('end', () => incoming.socket.destroy())
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      if (cut !== 'receipt') return answer.pipe(outgoing)
      outgoing.flushHeaders()
      return answer.once('data', (chunk: Buffer) => {
        outgoing.write(chunk.subarray(0, chunk.length / 2), () => incoming.socket.destroy())
      })
    })
    upstream.on('error', () => incoming.socket.destroy())
    if (cut !== 'request') return incoming.pipe(upstream)
    return incoming.once('data', (chunk: Buffer) => {
      upstream.write(chunk.subarray(0, chunk.length / 2), () => upstream.destroy())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    cutAt: (cut) => {
      now = cut
    },
    mend: () => {
      now = null
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function isAt(cut: Cut, { method, url = '' }: IncomingMessage): boolean {
  return cut === 'redirect' || cut === 'receipt' ? method === 'GET' && url.startsWith('/suivi/') : method === 'POST'
}
