import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'vitest'
import { lookAt, watchFolders } from '../../cli/watch-folders'

type Watched = {
  path: (name: string) => string
  /** Does something to the files, and waits until it is seen. */
  expectSeen: (change: () => Promise<unknown>) => Promise<void>
}

/** A folder of its own for each test: they wait beside each other. */
async function watched({ onTestFinished, expect }: TestContext): Promise<Watched> {
  const root = await mkdtemp(join(tmpdir(), 'kesako-watched-'))
  const path = (name: string) => join(root, name)
  await mkdir(path('watched/within'), { recursive: true })
  await writeFile(path('watched/page.md'), 'un')
  await writeFile(path('watched/within/page.md'), 'un')
  let seen = 0
  const end = watchFolders(await lookAt([path('watched')]), async () => {
    seen++
  })
  onTestFinished(async () => {
    await end()
    await rm(root, { recursive: true })
  })
  const expectSeen = async (change: () => Promise<unknown>) => {
    const before = seen
    await change()
    await expect.poll(() => seen, { timeout: 20_000, interval: 50 }).toBeGreaterThan(before)
  }
  return { path, expectSeen }
}

test.concurrent('a file that another is renamed over is seen, and the next time too', async (context) => {
  const { path, expectSeen } = await watched(context)
  for (const text of ['deux', 'trois', 'cinq']) {
    await expectSeen(async () => {
      await writeFile(path('draft'), text)
      await rename(path('draft'), path('watched/page.md'))
    })
  }
})

test.concurrent('a file that is deleted, made again and written to is seen', async (context) => {
  const { path, expectSeen } = await watched(context)
  await expectSeen(() => rm(path('watched/within/page.md')))
  await expectSeen(() => writeFile(path('watched/within/page.md'), 'un'))
  await expectSeen(() => writeFile(path('watched/within/page.md'), 'deux'))
})

test.concurrent('a folder that is moved away and back is seen, and a file in it afterwards', async (context) => {
  const { path, expectSeen } = await watched(context)
  await expectSeen(() => rename(path('watched/within'), path('away')))
  await expectSeen(() => rename(path('away'), path('watched/within')))
  await expectSeen(() => writeFile(path('watched/within/page.md'), 'deux'))
})

test.concurrent('the watched folder itself may be replaced', async (context) => {
  const { path, expectSeen } = await watched(context)
  await expectSeen(() => rename(path('watched'), path('away')))
  await expectSeen(() => rename(path('away'), path('watched')))
  await expectSeen(() => writeFile(path('watched/page.md'), 'deux'))
})

test.concurrent('a new file is seen, in a new folder too', async (context) => {
  const { path, expectSeen } = await watched(context)
  await expectSeen(() => writeFile(path('watched/new.md'), ''))
  await expectSeen(async () => {
    await mkdir(path('watched/new'))
    await writeFile(path('watched/new/page.md'), '')
  })
})

test.concurrent('a link that leads nowhere hides no change', async (context) => {
  const { path, expectSeen } = await watched(context)
  await expectSeen(() => symlink(path('nowhere'), path('watched/link')))
  await expectSeen(() => writeFile(path('watched/page.md'), 'deux'))
})

test.concurrent('a fault of the work is shown, and the next change is seen', async (context) => {
  const { path, expectSeen } = await watched(context)
  const end = watchFolders(await lookAt([path('watched')]), async () => {
    throw new Error('a fault of the content')
  })
  await expectSeen(() => writeFile(path('watched/page.md'), 'deux'))
  await expectSeen(() => writeFile(path('watched/page.md'), 'trois'))
  await end()
})

test.concurrent('where nothing changes nothing is told, nor of a file that an editor hides', async (context) => {
  const { path, expectSeen } = await watched(context)
  await mkdir(path('elsewhere'))
  let seenElsewhere = 0
  const end = watchFolders(await lookAt([path('elsewhere')]), async () => {
    seenElsewhere++
  })
  await writeFile(path('elsewhere/.page.md.swp'), '')
  for (const text of ['deux', 'trois', 'cinq']) await expectSeen(() => writeFile(path('watched/page.md'), text))
  await end()
  context.expect(seenElsewhere).toBe(0)
})

test.concurrent('what changed between the first look and the watch is seen', async (context) => {
  const { path } = await watched(context)
  const first = await lookAt([path('watched')])
  await writeFile(path('watched/page.md'), 'deux')
  let seen = 0
  const end = watchFolders(first, async () => {
    seen++
  })
  await context.expect.poll(() => seen, { timeout: 20_000, interval: 50 }).toBe(1)
  await end()
})

test.concurrent('the end of a watch waits for the work that is under way, and begins none', async (context) => {
  const { path } = await watched(context)
  const first = await lookAt([path('watched')])
  await writeFile(path('watched/page.md'), 'deux')
  const told: string[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const end = watchFolders(first, async () => {
    told.push('begun')
    await promise
    told.push('done')
  })
  await context.expect.poll(() => told, { timeout: 20_000, interval: 50 }).toEqual(['begun'])
  await writeFile(path('watched/page.md'), 'trois')
  const ended = end().then(() => told.push('ended'))
  resolve()
  await ended
  context.expect(told).toEqual(['begun', 'done', 'ended'])
})
