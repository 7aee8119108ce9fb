import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readFrabSchedule } from '../../cli/import/frab'
import { projectRoot } from '../../cli/project'

const read = (name: string) => readFile(join(projectRoot, 'test/files/schedule', name), 'utf8')

test('pretalx, as JSON and as XML, alike', async () => {
  const [json, ...others] = readFrabSchedule(await read('pretalx.json'), 'Europe/Paris', 'fr')
  expect(json).toEqual({
    guid: '0b9f7c1e-6a8e-5b7e-9a57-3a2f4f5d1101',
    title: 'Ouverture : « où va-t-on ? »',
    status: null,
    lang: null,
    start: '2022-07-06T10:30',
    end: '2022-07-06T12:30',
    room: 'Grand amphi',
    track: 'Low-tech',
    speakers: ['Goéland', 'Sterne'],
    text: 'On commence **ensemble**.\n\n- un tour de salle\n- des questions',
    left: [],
    line: 1,
    textChanges: [],
  })
  expect(others.map(({ title, start, end }) => [title, start, end])).toEqual([
    ['Prendre soin', '2022-07-06T14:00', '2022-07-06T15:30'],
    ['Nuit des bidouilles', '2022-07-06T22:30', '2022-07-07T02:00'],
  ])
  expect(readFrabSchedule(await read('pretalx.xml'), 'Europe/Paris', 'fr')).toEqual([{ ...json, line: 19 }])
})

test('frab, as JSON: a session without a room, and after midnight', async () => {
  expect(readFrabSchedule(await read('frab.json'), 'Europe/Paris', 'fr')).toMatchObject([
    {
      title: 'Frugal',
      start: '2022-07-06T11:00',
      end: '2022-07-06T11:45',
      room: 'Salle 1',
      track: null,
      text: 'Court.',
    },
    { title: 'Contes de minuit passé', start: '2022-07-07T00:30', end: '2022-07-07T01:00', room: null },
  ])
})

test('frab, as XML without dates: what is told as before the morning is after midnight', async () => {
  expect(readFrabSchedule(await read('frab.xml'), 'Europe/Paris', 'fr')).toMatchObject([
    { title: 'Veillée', start: '2022-07-05T23:45', end: '2022-07-06T00:45', speakers: ['Courlis'] },
    { title: 'Après minuit', start: '2022-07-06T01:15', end: '2022-07-06T01:45', speakers: [] },
  ])
})

const at = (date: string, duration: string) =>
  readFrabSchedule(
    JSON.stringify({
      schedule: {
        conference: {
          days: [
            {
              date: date.slice(0, 10),
              rooms: { A: [{ guid: '00000000-0000-4000-8000-000000000000', title: 'T', date, duration }] },
            },
          ],
        },
      },
    }),
    'Europe/Paris',
    'fr',
  )[0]

test('times are the event’s own, on the days when the clocks change too', () => {
  expect(at('2026-03-29T01:30:00+01:00', '01:00')).toMatchObject({
    start: '2026-03-29T01:30',
    end: '2026-03-29T03:30',
  })
  expect(at('2026-10-25T01:30:00+02:00', '03:00')).toMatchObject({
    start: '2026-10-25T01:30',
    end: '2026-10-25T03:30',
  })
  expect(at('2026-07-06T08:30:00Z', '00:45')).toMatchObject({ start: '2026-07-06T10:30', end: '2026-07-06T11:15' })
  expect(() => at('2026-10-25T02:30:00+02:00', '00:45')).toThrow('l’heure change')
})

test.each([
  ['2026-03-29T01:30', '01:00', '2026-03-29T03:30'],
  ['2026-10-25T00:30', '03:30', '2026-10-25T03:00'],
])('a session without an offset, at %s, lasts %s over a change of the clock too', (start, duration, end) => {
  expect(at(start, duration)).toMatchObject({ start, end })
})

test.each([
  ['2026-10-25T01:30:00Z', '02:00', ['« T » : la seconde fois qu’il est 02:30 (début) ; ici c’est la première']],
  ['2026-10-24T23:30:00Z', '01:45', ['« T » : la seconde fois qu’il est 02:15 (fin) ; ici c’est la première']],
  ['2026-10-25T00:30:00Z', '02:00', []],
  ['2026-10-25T02:30', '02:00', []],
])(
  'what lies in an hour that the clock shows twice is told when it is not the first: %s for %s',
  (date, duration, left) => {
    expect(at(date, duration)?.left).toEqual(left)
  },
)
