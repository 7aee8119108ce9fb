import { expect, test } from 'vitest'
import { nowAndNext } from '../../worker/reading/programme/sessions'
import type { PublishedSession } from '../../worker/site/page-index'

const session = (title: string, start: string, end: string, status: PublishedSession['status'] = 'confirmed') => ({
  ...{ title, start, end, status, address: `/${title}/`, guid: title, speakers: [], hash: '', sequence: 0, stamp: '' },
})

const day = [
  session('first', '09:00', '10:00'),
  session('second', '10:00', '11:00'),
  session('cancelled', '10:00', '11:00', 'cancelled'),
  session('left', '12:00', '13:00'),
  session('right', '12:00', '14:00'),
  session('last', '15:00', '16:00'),
]

test.each([
  ['08:59', [], [], ['first']],
  ['09:59', ['first'], [], ['second', 'cancelled']],
  ['10:00', ['second'], ['cancelled'], ['left', 'right']],
  ['11:00', [], [], ['left', 'right']],
  ['13:00', ['right'], [], ['last']],
  ['16:00', [], [], []],
])('at %s run %j, would have run %j, and next are %j: all that begin together', (moment, ...titles) => {
  const shown = nowAndNext(day, (local) => local <= moment)
  const told = [shown.running, shown.cancelled, shown.next]
  expect(told.map((sessions) => sessions.map(({ title }) => title))).toEqual(titles)
})
