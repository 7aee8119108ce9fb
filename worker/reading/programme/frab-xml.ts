import { type XmlNode, xmlDocument } from '../../site/xml'
import { appNumber, type FrabEvent, type FrabSchedule } from './frab-schedule'

/** The same schedule as frab's XML, which Giggity and EventFahrplan were first written for. */
export function frabXml({ generator, schedule }: FrabSchedule): string {
  const { version, base_url, conference } = schedule
  return xmlDocument({
    schedule: {
      generator: { '@name': generator.name, '@version': generator.version },
      version,
      conference: {
        acronym: conference.acronym,
        title: conference.title,
        start: conference.start,
        end: conference.end,
        days: conference.daysCount,
        timeslot_duration: conference.timeslot_duration,
        base_url,
        time_zone_name: conference.time_zone_name,
        track: conference.tracks.map(({ name, slug, color }) => ({
          '@name': name,
          '@slug': slug,
          '@color': color,
        })),
      },
      day: conference.days.map((day) => ({
        '@index': day.index,
        '@date': day.date,
        '@start': day.day_start,
        '@end': day.day_end,
        room: Object.entries(day.rooms).map(([name, events]) => ({
          '@name': name,
          '@guid': conference.rooms.find((room) => room.name === name)?.guid,
          event: events.map(eventNode),
        })),
      })),
    },
  })
}

function eventNode(event: FrabEvent): XmlNode {
  return {
    '@guid': event.guid,
    '@id': event.id,
    room: event.room,
    title: event.title,
    subtitle: event.subtitle,
    type: event.type,
    date: event.date,
    start: event.start,
    duration: event.duration,
    abstract: event.abstract,
    slug: event.slug,
    track: event.track ?? '',
    persons: { person: event.persons.map(({ name }) => ({ '@id': appNumber(name), '#text': name })) },
    language: event.language,
    description: event.description,
    recording: { license: event.recording_license, optout: 'false' },
    links: { link: event.links.map(({ title, url }) => ({ '@href': url, '#text': title })) },
    url: event.url,
    attachments: '',
  }
}
