import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { watchFolders } from '../../cli/watch-folders'

let root: string
let seen: number
let endWatch: () => void
const path = (name: string) => join(root, name)
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kesako-watched-'))
  await mkdir(path('watched/within'), { recursive: true })
  await writeFile(path('watched/page.md'), 'un')
  await writeFile(path('watched/within/page.md'), 'un')
  seen = 0
  endWatch = await watchFolders([path('watched')], async () => {
    seen++
  })
})
afterEach(async () => {
  endWatch()
  await rm(root, { recursive: true })
})

/** Does something to the files, and waits until it is seen. */
async function expectSeen(change: () => Promise<void>): Promise<void> {
  const before = seen
  await change()
  await expect.poll(() => seen, { timeout: 20_000, interval: 50 }).toBeGreaterThan(before)
}

test('a file that another is renamed over is seen, and the next time too', async () => {
  for (const text of ['deux', 'trois', 'cinq']) {
    await expectSeen(async () => {
      await writeFile(path('draft'), text)
      await rename(path('draft'), path('watched/page.md'))
    })
  }
})

test('a file that is deleted, made again and written to is seen', async () => {
  await expectSeen(() => rm(path('watched/within/page.md')))
  await expectSeen(() => writeFile(path('watched/within/page.md'), 'un'))
  await expectSeen(() => writeFile(path('watched/within/page.md'), 'deux'))
})

test('a folder that is moved away and back is seen, and a file in it afterwards', async () => {
  await expectSeen(() => rename(path('watched/within'), path('away')))
  await expectSeen(() => rename(path('away'), path('watched/within')))
  await expectSeen(() => writeFile(path('watched/within/page.md'), 'deux'))
})

test('the watched folder itself may be replaced', async () => {
  await expectSeen(() => rename(path('watched'), path('away')))
  await expectSeen(() => rename(path('away'), path('watched')))
  await expectSeen(() => writeFile(path('watched/page.md'), 'deux'))
})

test('a new file is seen, in a new folder too', async () => {
  await expectSeen(() => writeFile(path('watched/new.md'), ''))
  await expectSeen(async () => {
    await mkdir(path('watched/new'))
    await writeFile(path('watched/new/page.md'), '')
  })
})

test('a link that leads nowhere hides no change', async () => {
  await expectSeen(() => symlink(path('nowhere'), path('watched/link')))
  await expectSeen(() => writeFile(path('watched/page.md'), 'deux'))
})

test('a fault of the work is shown, and the next change is seen', async () => {
  const end = await watchFolders([path('watched')], async () => {
    throw new Error('a fault of the content')
  })
  await expectSeen(() => writeFile(path('watched/page.md'), 'deux'))
  await expectSeen(() => writeFile(path('watched/page.md'), 'trois'))
  end()
})

test('where nothing changes nothing is told, nor of a file that an editor hides', async () => {
  await mkdir(path('elsewhere'))
  let seenElsewhere = 0
  const end = await watchFolders([path('elsewhere')], async () => {
    seenElsewhere++
  })
  await writeFile(path('elsewhere/.page.md.swp'), '')
  for (const text of ['deux', 'trois', 'cinq']) await expectSeen(() => writeFile(path('watched/page.md'), text))
  end()
  expect(seenElsewhere).toBe(0)
})
