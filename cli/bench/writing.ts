import { decide } from '../../worker/moderation/decide'
import { addModerator } from '../../worker/moderation/moderators'
import { interceptStores } from '../../worker/store-calls'
import { publishSite } from '../publication/publish-site'
import { benchContent, benchPage } from './content'
import { compare, load, median, rounded } from './load'
import type { Tell } from './measures'
import { noteText } from './notes'
import { ratioOf } from './reading'
import { type BenchWorkers, startWorkers } from './workers'

const ROUNDS = 5
const SECONDS = 3

/** A note from its sender to the page. */
export async function measureWriting(tell: Tell): Promise<void> {
  const workers = await startWorkers()
  const content = await benchContent(40)
  try {
    await publishSite(workers.stores.PAGES, await content.build(), [], new Date())
    await measureSending(workers, tell)
    await measureDeciding(workers, tell)
    await measureBurst(workers, tell)
  } finally {
    await content.remove()
    await workers.stop()
  }
}

async function measureSending({ site, bare }: BenchWorkers, tell: Tell): Promise<void> {
  const body = JSON.stringify({
    page: benchPage(1),
    body: `${noteText} [<id>]`,
    author: 'Goéland',
    licence: 'CC-BY-SA-4.0',
  })
  const request = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body, seconds: SECONDS }
  const send = () => load({ url: new URL('/api/notes', site), ...request })
  const sent = await compare(ROUNDS, send, () => load({ url: bare, ...request }))
  tell({ name: 'note sent, durable', value: sent.ours, unit: '/s', ...ratioOf(sent), goal: '≥ 0.5' })
  // Here the platform's limiter is simulated by an object that writes to a disk; on the edge it counts beside the Worker.
  const limited = await compare(ROUNDS, send, () => load({ url: new URL('/limited', bare), ...request }))
  tell({
    name: 'note sent, beside an INSERT that asks the limiter too',
    value: limited.ours,
    unit: '/s',
    ...ratioOf(limited),
  })
}

/** From the moderator's click until a visitor's request shows the note; each on a page of its own. */
async function measureDeciding({ site, stores }: BenchWorkers, tell: Tell): Promise<void> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${await keyOf(stores)}` }
  const times: number[] = []
  for (let n = 2; n <= 30; n++) {
    const id = await sendOne(site, benchPage(n), `Décision ${n}.`)
    await (await fetch(new URL(benchPage(n), site))).text()
    const start = performance.now()
    const response = await fetch(new URL(`/api/admin/notes/${id}/decisions`, site), {
      method: 'POST',
      headers,
      body: JSON.stringify({ action: 'approve', version: 1 }),
    })
    const html = await (await fetch(new URL(benchPage(n), site))).text()
    times.push(performance.now() - start)
    if (!response.ok || !html.includes(`Décision ${n}.`)) throw new Error('An approved note did not show.')
  }
  tell({ name: 'decision to visible, median', value: rounded(median(times), 1), unit: 'ms', goal: '≤ 20 ms' })
}

async function measureBurst({ site, stores }: BenchWorkers, tell: Tell): Promise<void> {
  const ids: string[] = []
  for (let n = 0; n < 20; n++) ids.push(await sendOne(site, benchPage(35), `En rafale ${n}.`))
  let writes = 0
  const counted = interceptStores(stores, (_store, method, call) => {
    if (method === 'put') writes++
    return call()
  })
  const following: Promise<unknown>[] = []
  const publishing = { ...counted, later: (work: Promise<unknown>) => following.push(work) }
  const approve = (id: string) => ({ id, version: 1, action: 'approve' as const, reason: null })
  await Promise.all(ids.map((id) => decide(publishing, 'Mesure', approve(id), new Date())))
  await Promise.all(following)
  tell({ name: 'KV writes for 20 approvals of one page at once', value: writes, unit: 'writes' })
}

async function keyOf({ DB }: BenchWorkers['stores']): Promise<string> {
  const added = await addModerator(DB, { name: 'Mesure', organiser: false }, new Date())
  if (!added) throw new Error('The moderator of the benchmark is there already.')
  return added.key
}

async function sendOne(site: URL, page: string, body: string): Promise<string> {
  const response = await fetch(new URL('/api/notes', site), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ page, body, licence: 'CC-BY-SA-4.0' }),
  })
  return ((await response.json()) as { id: string }).id
}
