import { Miniflare } from 'miniflare'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localWorker } from '../../cli/local-worker'
import type { Stores } from '../../cli/stores-from-node'
import { untilFree } from '../../worker/busy-stores'
import { retrying } from '../../worker/notes/retry'
import { workerBundle } from '../support/bundles'

let miniflare: Miniflare
let stores: Stores
beforeAll(async () => {
  const { options, open } = await localWorker({ bundle: workerBundle, bindings: { SECRET: 'a secret' } })
  miniflare = new Miniflare(options)
  stores = await open(miniflare)
  await stores.DB.exec('CREATE TABLE birds (name TEXT UNIQUE, eggs INTEGER)')
})
afterAll(() => miniflare.dispose())

test('nobody else on the machine is answered', async () => {
  const url = await miniflare.unsafeGetDirectURL('stores')
  for (const headers of [{}, { Authorization: '' }, { Authorization: 'undefined' }]) {
    const asked = await fetch(new URL('/PAGES/list', url), { method: 'POST', headers, body: '[{}]' })
    expect([asked.status, await asked.text()]).toEqual([403, ''])
  }
})

test('a command whose stores are gone waits for them once, and not again at each of its tries', async () => {
  let waits = 0
  const gone = () => Promise.reject(new TypeError('fetch failed'))
  const asked = retrying(() => {
    waits++
    return untilFree(50, gone)
  })
  await expect(asked).rejects.toThrow('fetch failed')
  expect(waits).toBe(1)
})

describe('KV', () => {
  test('keeps text to the letter, JSON, bytes and metadata', async () => {
    const { PAGES } = stores
    const text = 'Œuvre « à lire » 🌊\r\n\u0000'
    await PAGES.put('é/?&#', text, { metadata: { wanted: 3, of: 'l’été' } })
    expect(await PAGES.get('é/?&#')).toBe(text)
    expect(await PAGES.getWithMetadata('é/?&#', 'text')).toMatchObject({
      value: text,
      metadata: { wanted: 3, of: 'l’été' },
    })
    await PAGES.put('json', '{"a":[1,null]}')
    expect(await PAGES.get('json', 'json')).toEqual({ a: [1, null] })
    const bytes = Uint8Array.from({ length: 256 }, (_, n) => n)
    await PAGES.put('bytes', bytes)
    expect(new Uint8Array((await PAGES.get('bytes', 'arrayBuffer')) ?? [])).toEqual(bytes)
  })

  test('answers null for what is not there, and for many keys a Map', async () => {
    const { PAGES } = stores
    expect(await PAGES.get('nothing')).toBeNull()
    expect(await PAGES.get('nothing', 'arrayBuffer')).toBeNull()
    expect(await PAGES.getWithMetadata('nothing')).toMatchObject({ value: null, metadata: null })
    await PAGES.put('a', '1')
    expect(await PAGES.get(['a', 'nothing'], 'json')).toEqual(
      new Map([
        ['a', 1],
        ['nothing', null],
      ]),
    )
    await PAGES.delete('a')
    expect((await PAGES.list({ prefix: 'a' })).keys).toEqual([])
  })
})

describe('D1', () => {
  test('binds, reads and writes as in the Worker', async () => {
    const { DB } = stores
    const insert = DB.prepare('INSERT INTO birds (name, eggs) VALUES (?1, ?2)')
    const [first] = await DB.batch([insert.bind('sterne', 3), insert.bind('goéland', null)])
    expect(first?.meta).toMatchObject({ changes: 1, rows_written: 2 })
    expect(await DB.prepare('SELECT count(*) AS n FROM birds').first('n')).toBe(2)
    expect(await DB.prepare('SELECT eggs FROM birds WHERE name = ?1').bind('nobody').first()).toBeNull()
    const { results } = await DB.prepare('SELECT * FROM birds ORDER BY name').all()
    expect(results).toEqual([
      { name: 'goéland', eggs: null },
      { name: 'sterne', eggs: 3 },
    ])
  })

  test('refuses with the platform’s own words, by which callers know what may be tried again', async () => {
    const { DB } = stores
    const again = DB.prepare('INSERT INTO birds (name) VALUES (?1)')
    await expect(again.bind('sterne').run()).rejects.toThrow('D1_ERROR: UNIQUE constraint failed: birds.name')
    expect(() => again.bind(undefined)).toThrow('D1_TYPE_ERROR')
    await expect(DB.prepare('SELECT').all()).rejects.toThrow('D1_ERROR: incomplete input')
  })
})
