import { expect, test } from 'vitest'
import { whenTaken } from '../../cli/demo/fill'
import { newNotes, padNote } from '../../cli/demo/new-notes'
import { takenNotes } from '../../cli/demo/taken-notes'
import { renderNote } from '../../worker/site/note-markdown'

const now = Date.parse('2026-11-27T15:00:00Z')
const session = { address: '/sessions/contextes-et-approches-low-tech/', start: '2022-07-06T10:30' }

test.each([
  [
    'at the event’s beginning, in its time zone, when it is over',
    ['2025-05-20', '2025-05-22'],
    [],
    '2025-05-20T09:05:00.000Z',
  ],
  [
    'on the day of the session on whose page they begin',
    ['2022-07-05', '2022-07-08'],
    [session],
    '2022-07-06T09:05:00.000Z',
  ],
  ['a day before now, when the event is still to come', ['2027-05-20', '2027-05-22'], [], '2026-11-26T15:00:00.000Z'],
  ['a day before now, when the event begins about now', ['2026-11-27', '2026-11-28'], [], '2026-11-26T15:00:00.000Z'],
])('the sample notes were taken %s', (_, [start = '', end = ''], sessions, first) => {
  const site = { timezone: 'Europe/Paris', event: { name: 'Essai', place: 'Brest', start, end } }
  expect(new Date(whenTaken(site, sessions, now)).toISOString()).toBe(first)
})

test('the sample notes name no town: they stand in any event', () => {
  expect(JSON.stringify([takenNotes, newNotes, padNote])).not.toContain('Brest')
})

test('no sample note breaks a line within a sentence', () => {
  const bodies = [...takenNotes, ...newNotes].flatMap(({ body, fate }) => ['body' in fate ? fate.body : '', body])
  const broken = bodies.flatMap((body) => renderNote(body, 'fr').match(/.{1,20}[^.!?…»<>\s]\s?<br.{0,20}/gu) ?? [])
  expect(broken).toEqual([])
})
