import { type Document, isCollection, parseDocument } from 'yaml'
import { lastDay } from '../../worker/site/dates'
import { pageAddress } from '../../worker/site/paths'
import type { SiteSettings } from '../../worker/site/settings'
import type { ForeignSession } from './frab'
import { areSameWords } from './same-words'
import { freeSlug, slugOf } from './slug'
import { withLineEndsOf } from './text-file'

type Named = { id: string; name: string }

/**
 * What a schedule asks of `site.yml`: rooms and themes that it names and the site does not know yet, days beyond the
 * event's, redirects of what moves.
 */
export function changedSettings(site: SiteSettings, sessions: ForeignSession[]) {
  const rooms = withNamed(
    site.rooms,
    sessions.map(({ room }) => room),
  )
  const themes = withNamed(
    site.themes,
    sessions.map(({ track }) => track),
  )
  const days = [site.event.start, site.event.end, ...sessions.flatMap((session) => [session.start, lastDay(session)])]
    .map((time) => time.slice(0, 10))
    .sort()
  const [first = site.event.start] = days
  const last = days.at(-1) ?? site.event.end
  return {
    roomOf: ({ room }: ForeignSession) => idOf(rooms.all, room),
    themeOf: ({ track }: ForeignSession) => idOf(themes.all, track),
    said: [
      ...rooms.added.map(({ name }) => `+ salle ${name}`),
      ...themes.added.map(({ name }) => `+ thème ${name}`),
      ...(first === site.event.start && last === site.event.end
        ? []
        : [`~ dates de l’événement : ${first} au ${last}`]),
    ].map((line) => `site.yml ${line}`),
    /** @param moved Old file → new file. */
    write: (text: string, moved: Map<string, string>): string => {
      const yaml = parseDocument(text)
      for (const [key, { added }] of [
        ['rooms', rooms],
        ['themes', themes],
      ] as const) {
        if (added.length > 0) makeRoomUnder(yaml, key, [])
        for (const each of added) yaml.addIn([key], each)
      }
      if (first !== site.event.start) yaml.setIn(['event', 'start'], first)
      if (last !== site.event.end) yaml.setIn(['event', 'end'], last)
      const redirects = redirectsAfter(site.redirects, moved)
      if (moved.size > 0) makeRoomUnder(yaml, 'redirects', {})
      for (const [from, to] of redirects) yaml.setIn(['redirects', from], to)
      for (const from of Object.keys(site.redirects)) if (!redirects.has(from)) yaml.deleteIn(['redirects', from])
      const changed = withLineEndsOf(text, yaml.toString({ lineWidth: 0 }))
      return rooms.added.length + themes.added.length + moved.size === 0 &&
        first === site.event.start &&
        last === site.event.end
        ? text
        : changed
    },
  }
}

/** A list or lines « key: value », one a line: what stands in braces or brackets nobody adds to by hand. */
function makeRoomUnder(yaml: Document, key: string, empty: object): void {
  if (!isCollection(yaml.get(key))) yaml.set(key, yaml.createNode(empty))
  const collection = yaml.get(key)
  if (isCollection(collection)) collection.flow = false
}

function withNamed(present: Named[], names: (string | null)[]): { all: Named[]; added: Named[] } {
  const all = [...present]
  for (const name of names) {
    if (name === null || idOf(all, name) !== null) continue
    all.push({ id: freeSlug(asciiSlug(name), (id) => all.some((each) => each.id === id)), name })
  }
  return { all, added: all.slice(present.length) }
}

/** A room of the site is known by its name or by its id. */
function idOf(list: Named[], name: string | null): string | null {
  if (name === null) return null
  const same = (text: string) => areSameWords(text.trim().toLowerCase(), name.trim().toLowerCase())
  return list.find((each) => same(each.name) || same(each.id))?.id ?? null
}

function asciiSlug(name: string): string {
  return slugOf(name).replace(/[^a-z0-9-]/g, '') || 'lieu'
}

/** Old addresses lead to the new ones at once, the older ones too; what is a page again leads nowhere. */
function redirectsAfter(present: Record<string, string>, moved: Map<string, string>): Map<string, string> {
  const addresses = new Map([...moved].map(([from, to]) => [addressOf(from), addressOf(to)]))
  const all = new Map(Object.entries(present).map(([from, to]) => [from, addresses.get(to) ?? to]))
  for (const [from, to] of addresses) all.set(from, to)
  for (const to of addresses.values()) all.delete(to)
  return all
}

function addressOf(file: string): string {
  return pageAddress(file.slice('content/'.length)) ?? '/'
}
