import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { endOf } from '../../cli/end-of'

/** Takes its time to put itself in order, and tells when it has. */
const slow = `
  process.on('SIGTERM', () => setTimeout(() => { console.log('in order'); process.exit(7) }, 100))
  console.log('running')
  setInterval(() => {}, 1_000)`

const start = (script: string) => spawn(process.execPath, ['--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] })

test('a process that is stopped is waited for, and its exit code is no fault', async () => {
  const stopping = new AbortController()
  const child = start(slow)
  await once(child.stdout, 'data')
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const end = endOf(child, stopping.signal)
  stopping.abort()
  await expect(end).rejects.toThrow(stopping.signal.reason)
  expect([said, child.exitCode]).toEqual(['in order\n', 7])
})

test('one that begins after the stop is ended too', async () => {
  const child = start('setInterval(() => {}, 1_000)')
  await expect(endOf(child, AbortSignal.abort())).rejects.toThrow('aborted')
  expect(child.signalCode).toBe('SIGTERM')
})

test('otherwise its exit code is told, and that it could not be started', async () => {
  expect(await endOf(start('process.exit(3)'), new AbortController().signal)).toBe(3)
  await expect(endOf(spawn('/nowhere'))).rejects.toThrow('ENOENT')
})
