import { spawn } from 'node:child_process'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { projectRoot } from '../../cli/project'

/** Runs the command against a registry that answers as this one does. */
async function ask(registry: RequestListener, seconds = '20'): Promise<{ code: number | null; output: string }> {
  const server = createServer(registry)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const child = spawn(process.execPath, ['--import', 'tsx/esm', 'cli/advisories.ts', '--seconds', seconds], {
    cwd: projectRoot,
    env: { ...process.env, npm_config_registry: `http://127.0.0.1:${port}/`, npm_config_audit: 'true' },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  return { code, output }
}

const advisory = {
  ...{ id: 1, url: 'https://registry.example/1', title: 'Une faille d’essai', severity: 'high' },
  ...{ vulnerable_versions: '<99', cwe: [], cvss: {} },
}

test('a version with a known flaw is named, and the command fails', async () => {
  let asked = ''
  const { code, output } = await ask(async (request, response) => {
    const body = await buffer(request)
    response.setHeader('Content-Type', 'application/json')
    // Before it judges a version, npm asks which ones there are.
    if (request.method === 'GET') return response.end('{"name":"marked","versions":{}}')
    asked = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString()
    return response.end(JSON.stringify({ marked: [advisory] }))
  })
  expect(Object.keys(JSON.parse(asked))).toEqual(expect.arrayContaining(['hono', 'marked', 'sanitize-html']))
  expect(output).toContain('marked')
  expect(output).toContain('Une faille d’essai https://registry.example/1')
  expect(code).toBe(1)
})

test('none known is said, and well', async () => {
  const { code, output } = await ask((_, response) => response.end('{}'))
  expect([code, output]).toEqual([0, 'Failles connues : 0.\n'])
})

test.each<[string, RequestListener]>([
  ['refuses to say', (_, response) => response.writeHead(405).end()],
  ['never answers', () => undefined],
])('a registry that %s fails nothing, and it is said that nobody was asked', async (_, registry) => {
  const { code, output } = await ask(registry, '4')
  expect(output).toContain('n’a pas pu être interrogé')
  expect(code).toBe(0)
})
