import { expect, test } from 'vitest'
import { whole } from '../../worker/log'

test('a fault is told with what caused it, and with the cause of that', () => {
  const fault = new Error('The page cannot be read.', { cause: new Error('KV failed.', { cause: 'overloaded' }) })
  expect(whole(fault)).toEqual({
    message: 'The page cannot be read.',
    stack: expect.stringContaining('The page cannot be read.'),
    cause: { message: 'KV failed.', stack: expect.any(String), cause: { message: 'overloaded' } },
  })
})

test('causes that go round are told a few times, not for ever', () => {
  const fault = new Error('One of two.')
  fault.cause = new Error('The other.', { cause: fault })
  expect(JSON.stringify(whole(fault)).match(/"message"/g)).toHaveLength(6)
})
