import { rmSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { constants } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { stopSignals } from './stop-signals'

/** What is to be taken away again, whatever ends this process. */
const standing = new Set<string>()

/**
 * Does work that writes drafts, and takes away what of them still stands when it ends: done, failed, or stopped by a
 * signal, for which no `finally` runs.
 */
export async function withDrafts<T>(paths: string[], work: () => Promise<T>): Promise<T> {
  if (standing.size === 0) listen()
  for (const path of paths) standing.add(path)
  try {
    return await work()
  } finally {
    for (const path of paths) {
      takeAway(path)
      standing.delete(path)
    }
    if (standing.size === 0) listenNoMore()
  }
}

/**
 * Does work that writes beside a file or a folder what is to become it, under names with the number of this process. What
 * a process that is no more has left there is taken away first.
 * @param work Is given the path of each part.
 */
export async function withDraftsOf<Part extends string, T>(
  target: string,
  parts: Part[],
  work: (drafts: Record<Part, string>) => Promise<T>,
): Promise<T> {
  await takeAwayLeft(target, parts)
  const drafts = Object.fromEntries(parts.map((part) => [part, `${target}.${process.pid}-${part}`]))
  return withDrafts(Object.values(drafts), () => work(drafts as Record<Part, string>))
}

async function takeAwayLeft(target: string, parts: string[]): Promise<void> {
  const folder = dirname(target)
  // One may write in a folder without the right to list it.
  for (const name of await readdir(folder).catch(() => [])) {
    const [, pid, part = ''] = /^\.(\d+)-([a-z]+)$/.exec(name.slice(basename(target).length)) ?? []
    const isDraft = name.startsWith(basename(target)) && parts.includes(part)
    if (isDraft && !isOfAnother(Number(pid))) takeAway(join(folder, name))
  }
}

/** A process that runs, and not this one: containers give their first the same number each time. */
function isOfAnother(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function listen(): void {
  process.on('exit', takeAllAway)
  for (const signal of stopSignals) process.on(signal, end)
}

function listenNoMore(): void {
  process.off('exit', takeAllAway)
  for (const signal of stopSignals) process.off(signal, end)
}

/** As a shell tells of a process that a signal ended. */
function end(signal: NodeJS.Signals): void {
  process.exit(128 + constants.signals[signal])
}

function takeAllAway(): void {
  for (const path of standing) takeAway(path)
}

function takeAway(path: string): void {
  rmSync(path, { recursive: true, force: true })
}
