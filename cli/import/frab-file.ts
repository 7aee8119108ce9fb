import { XMLParser, XMLValidator } from 'fast-xml-parser'
import * as v from 'valibot'
import { CommandError } from '../command'
import { eventSchema, type ForeignEvent } from './frab-event'

/** `start`: when its programme begins; what is told as earlier is after midnight. */
export type ForeignDay = { date: string; start: string; events: ForeignEvent[] }

/**
 * Takes a frab schedule apart, JSON or XML, as frab, pretalx and Kesako write it.
 * https://github.com/voc/schedule (schema), pretalx `schedule/exporters.py`, frab `public/schedule/index.{json,xml}`.
 * @throws CommandError naming the place that is not as it should be.
 */
export function readFrabFile(text: string): ForeignDay[] {
  return text.trimStart().startsWith('<') ? daysOfXml(text) : daysOfJson(text)
}

const jsonSchema = v.object({
  schedule: v.object({
    conference: v.object({
      days: v.array(
        v.object({
          date: v.string(),
          day_start: v.optional(v.string(), ''),
          rooms: v.record(v.string(), v.array(eventSchema)),
        }),
      ),
    }),
  }),
})

function daysOfJson(text: string): ForeignDay[] {
  let raw: unknown
  try {
    raw = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    // V8 gives the place of most faults, and only quotes what stands there for the others.
    const [, line] = /in JSON at position \d+ \(line (\d+) column \d+\)$/.exec((error as Error).message) ?? []
    throw new CommandError(`Ce n’est ni du JSON ni du XML bien formé${line ? ` : voyez la ligne ${line}` : ''}.`)
  }
  const { days } = parsed(jsonSchema, raw).schedule.conference
  return days.map(({ date, day_start, rooms }) => ({
    date,
    start: day_start,
    events: Object.entries(rooms).flatMap(([room, events]) => events.map((event) => ({ ...event, room }))),
  }))
}

const xmlSchema = v.object({
  schedule: v.object({
    day: v.optional(
      v.array(
        v.object({
          '@date': v.string(),
          '@start': v.optional(v.string(), ''),
          room: v.optional(
            v.array(
              v.union([
                v.literal(''),
                v.object({
                  '@name': v.optional(v.string(), ''),
                  event: v.optional(
                    v.array(
                      v.object({
                        '@guid': v.optional(v.string()),
                        ...v.omit(eventSchema, ['guid', 'persons', 'links', 'attachments']).entries,
                        links: v.optional(v.union([v.string(), v.object({ link: v.array(v.unknown()) })])),
                        attachments: v.optional(v.union([v.string(), v.object({ attachment: v.array(v.unknown()) })])),
                        persons: v.optional(
                          v.union([
                            v.string(),
                            v.object({
                              person: v.array(v.union([v.string(), v.looseObject({ '#text': v.string() })])),
                            }),
                          ]),
                        ),
                      }),
                    ),
                    [],
                  ),
                }),
              ]),
            ),
            [],
          ),
        }),
      ),
      [],
    ),
  }),
})

function daysOfXml(text: string): ForeignDay[] {
  const valid = XMLValidator.validate(text)
  if (valid !== true) throw new CommandError(`XML illisible : voyez la ligne ${valid.err.line}.`)
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    // Without it, `&#233;` stays as it is written.
    htmlEntities: true,
    isArray: (name) => ['day', 'room', 'event', 'person', 'link', 'attachment'].includes(name),
  })
  const raw: unknown = parser.parse(text, true)
  const { day } = parsed(xmlSchema, raw).schedule
  return day.map((each) => ({
    date: each['@date'],
    start: each['@start'],
    events: each.room.flatMap((room) =>
      room === ''
        ? []
        : room.event.map(({ '@guid': guid, persons, links, attachments, ...event }) => ({
            ...event,
            links: typeof links === 'object' ? links.link : [],
            attachments: typeof attachments === 'object' ? attachments.attachment : [],
            ...(guid !== undefined && { guid }),
            room: room['@name'],
            persons:
              typeof persons === 'object'
                ? persons.person.map((person) => ({ name: typeof person === 'string' ? person : person['#text'] }))
                : [],
          })),
    ),
  }))
}

function parsed<Schema extends v.GenericSchema>(schema: Schema, raw: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, raw)
  if (result.success) return result.output
  const [issue] = result.issues
  const path = (issue.path ?? []).map(({ key }) => String(key)).join('.')
  throw new CommandError(
    `Ce n’est pas un programme frab ou pretalx : ${path || 'le fichier'} (attendu : ${issue.expected})`,
  )
}
