import { describe, expect, test } from 'vitest'
import { inEnglish } from '../../cli/demo/any-event-en'
import { inFrench } from '../../cli/demo/any-event-fr'
import { type DemoNote, lowTech } from '../../cli/demo/demo-note'
import { whenTaken } from '../../cli/demo/fill'
import { ofTheForum, sampleNotesFor } from '../../cli/demo/sample-notes'
import { derivedFrom } from '../../worker/notes/derived'
import { RecentPrints } from '../../worker/notes/near-copy'
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

const sets = { ofTheForum, inFrench, inEnglish }

test.each([
  [{ [lowTech]: {} }, 'fr', ofTheForum],
  [{}, 'fr', inFrench],
  [{}, 'en', inEnglish],
])('the forum has sample notes of its own, another event those of its language', (pages, lang, expected) => {
  expect(sampleNotesFor({ pages, site: { lang } })).toBe(expected)
})

describe.each(Object.entries(sets))('the sample notes, %s,', (name, { taken, fresh, pad }) => {
  const all = [...taken, ...fresh]

  test('name no town: they stand in any event', () => {
    expect(JSON.stringify([all, pad])).not.toContain('Brest')
  })

  test('break no line within a sentence', () => {
    const bodies = all.flatMap(({ body, fate }) => ['body' in fate ? fate.body : '', body])
    const broken = bodies.flatMap((body) => renderNote(body, 'fr').match(/.{1,20}[^.!?…»<>\s]\s?<br.{0,20}/gu) ?? [])
    expect(broken).toEqual([])
  })

  test('come to every state, with every flag, and fill more than a block', () => {
    const kinds = (notes: DemoNote[]) =>
      [
        ...new Set(
          notes.map(({ fate, sent, reported, readNow }) => JSON.stringify([fate.state, sent, !!reported, readNow])),
        ),
      ].sort()
    expect([kinds(taken), kinds(fresh)]).toEqual([kinds(ofTheForum.taken), kinds(ofTheForum.fresh)])
    expect(taken.length).toBeGreaterThan(25)
    const [first = '', again = ''] = [taken[0], fresh[1]].map((note) => derivedFrom(note?.body ?? '').print ?? '')
    const prints = new RecentPrints()
    prints.add('first', first)
    expect(prints.nearTo(again)).toBe('first')
  })

  if (name === 'ofTheForum') return
  test('speak of no event in particular, in one language', () => {
    const text = JSON.stringify([all, pad])
    expect(text).not.toMatch(/low-?tech|solaire|séchoir|breton|fab ?lab|tiers-lieu|forum/i)
    if (name === 'inEnglish') expect(text).not.toMatch(/[éèàç«»]|\b(?:le|la|les|une|des|est)\b/)
  })
})
