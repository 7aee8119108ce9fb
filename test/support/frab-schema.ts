import { XMLParser, XMLValidator } from 'fast-xml-parser'
import * as v from 'valibot'

/**
 * What c3voc's validator asks of a schedule, with nothing besides.
 * https://github.com/voc/schedule/blob/master/validator/json/schema.json
 */
const uuid = v.pipe(v.string(), v.uuid())
const address = v.pipe(v.string(), v.url())
const nullableText = v.nullable(v.string())
const moment = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/))
const date = v.pipe(v.string(), v.isoDate())
const duration = v.pipe(v.string(), v.regex(/^[0-9]+:[0-9]{2}$/))

/** The conference's acronym before the session's own words, in the XSD of c3voc and pretalx. */
const xsdSlug = /^[a-z0-9_]{4,}-[a-z0-9_-]{4,}$/

/** One of the schema's two kinds of person and not the other: frab's has `id` and `public_name`, pretalx's a `name`. */
const person = v.pipe(
  v.looseObject({
    public_name: v.string(),
    name: v.optional(v.string()),
    id: v.optional(v.pipe(v.number(), v.integer())),
  }),
  v.check(({ id, name }) => (id === undefined) !== (name === undefined), 'a person must be frab’s or pretalx’s'),
)

const event = v.strictObject({
  id: v.pipe(v.number(), v.integer(), v.minValue(1)),
  guid: uuid,
  logo: v.optional(v.string()),
  date: moment,
  start: v.pipe(v.string(), v.regex(/^\d{2}:\d{2}$/)),
  duration,
  room: v.string(),
  slug: v.pipe(v.string(), v.regex(/^[a-z0-9_-]+[a-z0-9]$/), v.regex(xsdSlug)),
  url: address,
  title: v.string(),
  subtitle: nullableText,
  track: nullableText,
  type: v.string(),
  language: v.string(),
  abstract: nullableText,
  description: v.optional(nullableText),
  recording_license: v.optional(v.string()),
  do_not_record: v.optional(nullableText),
  do_not_stream: v.optional(nullableText),
  persons: v.array(person),
  links: v.array(v.looseObject({ title: v.string(), url: address })),
  attachments: v.optional(v.array(v.unknown())),
  answers: v.optional(v.array(v.unknown())),
})

const schedule = v.strictObject({
  $schema: v.string(),
  generator: v.looseObject({ name: v.string(), version: v.string(), url: address }),
  schedule: v.looseObject({
    version: v.string(),
    base_url: address,
    conference: v.strictObject({
      acronym: v.pipe(v.string(), v.regex(/^[a-z0-9_-][a-z0-9_]{3,}(-2[0-9]{3}-[a-z]+)?$/)),
      title: v.string(),
      description: v.optional(v.string()),
      start: date,
      end: date,
      daysCount: v.pipe(v.number(), v.integer()),
      timeslot_duration: duration,
      time_zone_name: v.pipe(v.string(), v.regex(/^([A-Z][a-z]+\/[A-Z][a-z]+)|UTC$/)),
      url: v.optional(address),
      tracks: v.array(v.looseObject({ name: v.string(), slug: v.string(), color: v.pipe(v.string(), v.hexColor()) })),
      rooms: v.array(
        v.strictObject({
          name: v.string(),
          guid: uuid,
          description: nullableText,
          capacity: v.nullable(v.number()),
        }),
      ),
      days: v.array(
        v.strictObject({
          index: v.pipe(v.number(), v.integer()),
          date,
          day_start: moment,
          day_end: moment,
          rooms: v.record(v.string(), v.array(event)),
        }),
      ),
    }),
  }),
})

/** The schedule behind a JSON value. Throws, with the place named, when it is none. */
export function expectFrabSchedule(value: unknown): v.InferOutput<typeof schedule> {
  const result = v.safeParse(schedule, value)
  if (result.success) return result.output
  throw new Error(result.issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`).join('\n'))
}

/** Children of an event in c3voc's schedule.xml.xsd, `validator/xsd` of the same repository: which must stand, which may. */
const required = ['room', 'title', 'subtitle', 'type', 'date', 'start', 'duration', 'abstract', 'slug', 'track']
const optional = ['logo', 'persons', 'language', 'description', 'recording', 'links', 'attachments', 'url']

/** The events of a schedule in frab's XML, in order. Throws when it is no XML, or an event is not as the XSD wants it. */
export function expectFrabXml(xml: string): { guid: string }[] {
  const valid = XMLValidator.validate(xml)
  if (valid !== true) throw new Error(`Line ${valid.err.line}: ${valid.err.msg}`)
  const lists = ['day', 'room', 'event']
  const isArray = (name: string, path: unknown) => lists.includes(name) && !String(path).endsWith('event.room')
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, isArray })
  const { schedule } = v.parse(frabXml, parser.parse(xml))
  return schedule.day.flatMap(({ room }) => room.flatMap(({ event }) => event.map((each) => ({ guid: each['@guid'] }))))
}

const xmlEvent = v.pipe(
  v.looseObject({ '@guid': uuid, '@id': v.pipe(v.string(), v.regex(/^[1-9]\d*$/)), date: moment, duration }),
  v.check((event) => required.every((name) => name in event), 'an event lacks an element'),
  v.check(
    (event) => Object.keys(event).every((name) => name.startsWith('@') || [...required, ...optional].includes(name)),
    'an event has an element that the XSD does not know',
  ),
)

const frabXml = v.looseObject({
  schedule: v.looseObject({
    version: v.string(),
    conference: v.looseObject({ title: v.string(), acronym: v.string(), base_url: address }),
    day: v.array(
      v.looseObject({
        '@index': v.string(),
        '@date': date,
        '@start': moment,
        '@end': moment,
        room: v.optional(v.array(v.looseObject({ '@name': v.string(), '@guid': uuid, event: v.array(xmlEvent) })), []),
      }),
    ),
  }),
})
