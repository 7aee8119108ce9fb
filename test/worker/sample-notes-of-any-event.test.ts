import { expect, test } from 'vitest'
import { fillWithDemo } from '../../cli/demo/fill'
import { newNotes, padNote } from '../../cli/demo/new-notes'
import { takenNotes } from '../../cli/demo/taken-notes'
import { startSite } from '../support/harness'
import { siteYaml } from '../support/temporary-content'

const now = Date.parse('2026-11-27T15:00:00Z')
const session = (start: string, end: string) =>
  `---\ntitle: Une séance\nnotes: open\nsession: { start: ${start}, end: ${end} }\n---\n\nUn texte.\n`
const openPage = { 'content/couloirs.md': '---\ntitle: Couloirs\nnotes: open\n---\n\nUn texte.\n' }

test.each([
  [
    'at the event’s beginning, in its time zone, when it is over',
    { days: ['2025-05-20', '2025-05-22'], pages: openPage },
    '2025-05-20T09:05:00.000Z',
  ],
  [
    'on the day of the session on whose page they begin',
    {
      days: ['2022-07-05', '2022-07-08'],
      pages: {
        'content/sessions/contextes-et-approches-low-tech.md': session('2022-07-06T10:30', '2022-07-06T12:30'),
      },
    },
    '2022-07-06T09:05:00.000Z',
  ],
  [
    'a day before now, when the event is still to come',
    { days: ['2027-05-20', '2027-05-22'], pages: openPage },
    '2026-11-26T15:00:00.000Z',
  ],
  [
    'a day before now, when the event begins about now',
    { days: ['2026-11-27', '2026-11-28'], pages: openPage },
    '2026-11-26T15:00:00.000Z',
  ],
])('the sample notes were taken %s', async (_, { days: [start, end], pages }, first) => {
  const site = await startSite()
  try {
    const event = siteYaml.replace('start: 2022-07-05, end: 2022-07-08', `start: ${start}, end: ${end}`)
    await site.publish({ 'content/site.yml': event, ...pages })
    await fillWithDemo(site.env, now)
    const { results } = await site.env.DB.prepare('SELECT created_at FROM notes ORDER BY created_at').all()
    expect(results[0]).toEqual({ created_at: first })
    expect(results.every(({ created_at }) => String(created_at) <= new Date(now).toISOString())).toBe(true)
  } finally {
    await site.close()
  }
})

test('the sample notes name no town: they stand in any event', () => {
  expect(JSON.stringify([takenNotes, newNotes, padNote])).not.toContain('Brest')
})
