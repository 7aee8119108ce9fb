import ICAL from 'ical.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { calendarZone } from '../../cli/content/calendar-zone'
import { iCalendar } from '../../worker/site/icalendar'
import { unbroken } from '../../worker/site/typography'
import { expectFrabSchedule, expectFrabXml } from '../support/frab-schema'
import { type RunningSite, startSite } from '../support/harness'
import { siteYaml } from '../support/temporary-content'

let site: RunningSite
const published = new Date('2022-06-01T08:00:00Z')
beforeAll(async () => {
  site = await startSite()
  await site.publish(content('Séance une'), published)
})
afterAll(() => site.close())

const guid = '852dcb53-bf49-4a07-9d33-01a029b969f5'

const content = (title: string) => ({
  'content/site.yml': siteYaml,
  'content/s/une.md': `---
title: "${title}"
description: "Première ligne ; virgule, barre \\\\ et ${'très long '.repeat(20)}"
notes: open
session:
  { start: 2022-07-06T10:30, end: 2022-07-06T12:30, room: amphi, theme: low-tech, guid: ${guid}, speakers: [A (B), C] }
---
`,
  'content/s/annulee.md':
    '---\ntitle: Séance perdue\nlang: en\nsession: { start: 2022-07-07T09:00, end: 2022-07-07T09:45, room: amphi, status: cancelled }\n---\n',
  'content/s/été.md':
    '---\ntitle: Sans salle <&> "\nsession: { start: 2022-07-08T09:00, end: 2022-07-08T10:00, status: moved }\n---\n',
})

const read = async (path: string) => (await site.get(path)).text()

function eventsOf(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text))
  return {
    calendar,
    events: calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event)),
  }
}

describe('the calendar', () => {
  test('is what another program reads as the sessions, at their moment', async () => {
    const { calendar, events } = eventsOf(await read('/schedule.ics'))
    expect(events).toHaveLength(3)
    const [event] = events
    expect(event).toMatchObject({ uid: guid, summary: 'Séance une', location: 'Grand amphi, Brest', sequence: 0 })
    expect(event?.description).toContain(unbroken('Première ligne ; virgule, barre \\ et très long'))
    expect(event?.description).toContain('\nA (B), C\n')
    expect(event?.startDate.zone.tzid).toBe('Europe/Paris')
    expect(event?.startDate.toJSDate().toISOString()).toBe('2022-07-06T08:30:00.000Z')
    expect(event?.endDate.toJSDate().toISOString()).toBe('2022-07-06T10:30:00.000Z')
    expect(event?.component.getFirstPropertyValue('dtstamp')?.toString()).toBe('2022-06-01T08:00:00Z')
    expect(event?.component.getFirstPropertyValue('url')).toBe('https://essai.example/s/une/')
    expect(calendar.getFirstSubcomponent('vtimezone')?.getFirstPropertyValue('tzid')).toBe('Europe/Paris')
  })

  test('has lines of 75 octets at most, ended by CRLF, and is for every site to read', async () => {
    const response = await site.get('/schedule.ics')
    expect(response.headers.get('Content-Type')).toBe('text/calendar; charset=utf-8')
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
    const text = await response.text()
    expect(text).not.toMatch(/[^\r]\n|\r[^\n]/)
    expect(text.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([])
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  })

  test('tells that a session is cancelled', async () => {
    const { events } = eventsOf(await read('/s/annulee/session.ics'))
    expect(events).toHaveLength(1)
    expect(events[0]?.summary).toBe(unbroken('Séance annulée : Séance perdue'))
    expect(events[0]?.component.getFirstPropertyValue('status')).toBe('CANCELLED')
  })

  test('of one session is that session alone', async () => {
    expect(eventsOf(await read('/s/une/session.ics')).events.map(({ uid }) => uid)).toEqual([guid])
    expect((await site.get('/session.ics')).status).toBe(404)
    expect((await site.get('/rien/session.ics')).status).toBe(404)
    expect((await site.get('/s/%C3%A9t%C3%A9/session.ics')).status).toBe(200)
  })

  test('moves with the session only', async () => {
    const before = await read('/s/annulee/session.ics')
    await site.publish(content('Autre titre'), new Date('2022-06-02T08:00:00Z'))
    await expect.poll(() => read('/s/une/session.ics'), { timeout: 8_000 }).toContain('SUMMARY:Autre titre')
    const text = await read('/s/une/session.ics')
    expect(text).toContain('SEQUENCE:1\r\n')
    expect(text).toContain('DTSTAMP:20220602T080000Z')
    expect(text).toContain(`UID:${guid}`)
    expect(await read('/s/annulee/session.ics')).toBe(before)
    await site.publish(content('Séance une'), published)
    await expect.poll(() => read('/s/une/session.ics'), { timeout: 8_000 }).toContain('SUMMARY:Séance une')
  })

  test.each([
    ['America/New_York', '2022-07-06T14:30:00.000Z'],
    ['Asia/Calcutta', '2022-07-06T05:00:00.000Z'],
    ['UTC', '2022-07-06T10:30:00.000Z'],
  ])('knows the hours of %s', (timezone, moment) => {
    const event = { uid: guid, stamp: '2022-06-01T08:00:00.000Z', sequence: 0, start: '2022-07-06T10:30' }
    const rest = {
      summary: 'a\u0000\r\u007fb',
      description: '',
      location: '',
      url: '',
      categories: [],
      cancelled: false,
    }
    const zone = calendarZone(timezone) ?? { id: timezone, rules: [] }
    const text = iCalendar({ name: 'Essai', lang: 'fr' }, zone, [{ ...event, end: '2022-07-06T12:30', ...rest }])
    const { calendar, events } = eventsOf(text)
    const rules = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone') ?? new ICAL.Component('vtimezone'))
    const start = events[0]?.startDate.clone()
    if (start) start.zone = rules
    expect(start?.toJSDate().toISOString()).toBe(moment)
    expect(events[0]?.summary).toBe('ab')
  })
})

type Frab = ReturnType<typeof expectFrabSchedule>

describe('the schedule for apps', () => {
  const json = async (): Promise<Frab> => expectFrabSchedule(await (await site.get('/schedule.json')).json())

  const events = ({ schedule }: Frab) => schedule.conference.days.flatMap((day) => Object.values(day.rooms).flat())

  test('has the shape that c3voc’s schema asks for, and every site may read it', async () => {
    const response = await site.get('/schedule.json')
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect((await json()).schedule.conference.days.map(({ date }) => date)).toEqual([
      ...['2022-07-05', '2022-07-06', '2022-07-07', '2022-07-08'],
    ])
  })

  test('has each session with its moment, its people and the way to its page and notes', async () => {
    const [first] = events(await json())
    expect(first).toMatchObject({
      ...{ guid, title: 'Séance une', room: 'Grand amphi', track: 'Low-tech', date: '2022-07-06T10:30:00+02:00' },
      ...{ start: '10:30', duration: '02:00', url: 'https://essai.example/s/une/' },
    })
    expect(first?.persons.map(({ name }) => name)).toEqual(['A (B)', 'C'])
    expect(first?.links.map(({ url }) => url)).toEqual([
      ...['https://essai.example/s/une/', 'https://essai.example/s/une/#notes', 'https://essai.example/s/une/feed.xml'],
    ])
  })

  test('tells of a cancelled session and a changed room; one without a room is not lost', async () => {
    const [, cancelled, moved] = events(await json())
    expect(cancelled).toMatchObject({ title: unbroken('Séance annulée : Séance perdue'), subtitle: 'Séance annulée' })
    expect(moved).toMatchObject({ subtitle: 'Salle changée', room: 'Salle à préciser', title: 'Sans salle <&> "' })
  })

  test('names the language of each session’s own page', async () => {
    expect(events(await json()).map(({ language }) => language)).toEqual(['fr', 'en', 'fr'])
    expect((await read('/schedule.xml')).match(/<language>en</g)).toHaveLength(1)
  })

  test('names rooms and sessions by ids that stay', async () => {
    const before = await json()
    const ids = events(before).map(({ id, guid, slug }) => [id, guid, slug].join())
    expect(new Set(ids).size).toBe(3)
    await site.publish({
      ...content('Séance une'),
      'content/s/trois.md': content('x')['content/s/annulee.md'].replace(
        'room: amphi, status: cancelled',
        'room: salle-1',
      ),
    })
    await expect.poll(async () => events(await json()).length, { timeout: 8_000 }).toBe(4)
    const after = await json()
    expect(events(after).map(({ id, guid, slug }) => [id, guid, slug].join())).toEqual(expect.arrayContaining(ids))
    expect(after.schedule.conference.rooms).toEqual(before.schedule.conference.rooms)
    expect(after.schedule.version).not.toBe(before.schedule.version)
  })

  test('says the same as XML', async () => {
    const response = await site.get('/schedule.xml')
    expect(response.headers.get('Content-Type')).toBe('text/xml; charset=utf-8')
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
    const xml = await response.text()
    const read = expectFrabXml(xml)
    expect(read.map(({ guid }) => guid)).toEqual(events(await json()).map(({ guid }) => guid))
    expect(xml).toContain('<day index="2" date="2022-07-06"')
    expect(xml).toContain('<title>Sans salle &lt;&amp;&gt; &quot;</title>')
    expect(xml).toContain('<link href="https://essai.example/s/une/">La séance et ses notes</link>')
    expect(xml).toContain('<person id="')
  })
})
