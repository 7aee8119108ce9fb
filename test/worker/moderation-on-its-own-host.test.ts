import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes } from '../support/people'

let site: RunningSite
beforeAll(async () => {
  site = await startSite({ vars: { ADMIN_HOST: 'moderer.example' } })
  await site.publish(pagesWithNotes)
})
afterAll(() => site.close())

const status = async (host: string, path: string, init: { method?: string } = {}) =>
  (await site.getAt(`https://${host}${path}`, { redirect: 'manual', ...init })).status

const addresses = [
  ['/moderation/', 303],
  ['/moderation', 308],
  ['/moderation/connexion/', 200],
  ['/moderation/notes/x/', 303],
  ['/%6doderation/', 303],
  ['/api/admin/notes', 401],
  ['/api/admin/stats', 401],
] as const

test.each(addresses)('with ADMIN_HOST set, %s answers there, and elsewhere there is nothing', async (path, there) => {
  expect(await status('moderer.example', path)).toBe(there)
  for (const host of ['essai.example', 'evil-moderer.example', 'moderer.example.evil.example']) {
    expect(await status(host, path)).toBe(404)
    expect(await status(host, path, { method: 'PUT' })).toBe(404)
  }
})

test('with ADMIN_HOST set, the policy on referrers tells elsewhere an address of moderation from no unknown one', async () => {
  const policyAt = async (path: string) =>
    (await site.getAt(`https://essai.example${path}`)).headers.get('Referrer-Policy')
  expect(await policyAt('/moderation/')).toBe(await policyAt('/rien/'))
})

test('with ADMIN_HOST set, visitors read and write as before', async () => {
  for (const path of ['/seance/', '/contribuer/', '/moderation-en-chiffres/']) {
    expect(await status('essai.example', path)).toBe(200)
  }
})
