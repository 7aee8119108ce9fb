import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { unstable_readConfig } from 'wrangler'
import { sendProgram } from '../../cli/deployment/send-program'
import { projectRoot } from '../../cli/project'
import { amount } from '../support/amount'

/** As wrangler.toml has it: each event's is its own. */
const { name } = unstable_readConfig({ config: join(projectRoot, 'wrangler.toml') })

/** Cloudflare's API as far as an upload: what it says of the Worker's secrets, and the uploads that it got. */
let answerSecrets: (response: ServerResponse) => void
let uploads: string[]
const api = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  const path = new URL(request.url ?? '', 'http://localhost').pathname
  if (path.endsWith(`/scripts/${name}/secrets`)) return answerSecrets(response)
  if (request.method === 'PUT' && path.endsWith(`/scripts/${name}`)) uploads.push(body)
  if (request.method !== 'GET') return reply(response, 200, { id: 'x', uuid: 'x', title: 'x', jwt: 'x', buckets: [] })
  if (path.split('/workers/')[1]?.includes(`${name}`)) return doesNotExist(response)
  reply(response, 200, [])
})

function reply(response: ServerResponse, status: number, result: unknown, errors: unknown[] = []): void {
  response.writeHead(status, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify({ success: status === 200, errors, messages: [], result }))
}

function doesNotExist(response: ServerResponse): void {
  reply(response, 404, null, [{ code: 10_007, message: 'This Worker does not exist on your account.' }])
}

beforeAll(() => new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise((resolve) => api.close(resolve)))
beforeEach(() => {
  uploads = []
  const { port } = api.address() as AddressInfo
  vi.stubEnv('CLOUDFLARE_API_BASE_URL', `http://127.0.0.1:${port}`)
  vi.stubEnv('CLOUDFLARE_API_TOKEN', 'token')
  vi.stubEnv('CLOUDFLARE_ACCOUNT_ID', 'account')
})
afterEach(() => vi.unstubAllEnvs())

test.each([
  ['was never deployed is sent with a secret', doesNotExist, true],
  ['has one keeps it', (to: ServerResponse) => reply(to, 200, [{ name: 'SECRET', type: 'secret_text' }]), false],
])('a program that %s', async (_, answer, withSecret) => {
  answerSecrets = answer
  await sendProgram().catch((error) => {
    // Of what follows an upload this API knows nothing.
    if (uploads.length === 0) throw error
  })
  expect(uploads.map((body) => body.includes('"name":"SECRET"'))).toEqual([withSecret])
})

const troubles: [string, typeof answerSecrets][] = [
  ['an account that is busy', (to) => reply(to, 503, null, [{ code: 10_000, message: 'busy' }])],
  ['a network that fails', (to) => to.destroy()],
]

test.each(troubles.slice(0, amount({ slice: 1, whole: troubles.length })))(
  '%s ends the deploy before anything is sent, a secret least of all',
  async (_, answer) => {
    answerSecrets = answer
    await expect(sendProgram()).rejects.toThrow('« wrangler secret list --env= » a échoué')
    expect(uploads).toEqual([])
  },
)
