import { Document, parseDocument, type YAMLMap } from 'yaml'
import type { SourcePage } from '../content/source-page'
import type { ForeignSession } from './frab'
import { areSameWords } from './same-words'
import { withLineEndsOf } from './text-file'

/** Ids of `site.yml` that the session stands under; null: none. */
type SessionNames = { room: string | null; theme: string | null }

/** A page for a session that is new here. */
export function newSessionFile(session: ForeignSession, names: SessionNames): string {
  const front = new Document({
    title: session.title,
    ...(session.lang && { lang: session.lang }),
    notes: 'open',
    session: { ...programmeOf(session, names), guid: session.guid },
  })
  return `---\n${front.toString()}---\n${session.text ? `\n${session.text.replace(/\r\n?/g, '\n').trim()}\n` : ''}`
}

/**
 * The page with what the schedule says of its session; its text, and every other key, stay.
 * @param moves It gets another address: what its notes hold on to is written down.
 * @returns `differences`, a line each.
 */
export function updatedSessionFile(
  text: string,
  page: SourcePage,
  session: ForeignSession,
  names: SessionNames,
  moves: boolean,
): { text: string; differences: string[] } {
  const [, yaml = '', body = ''] =
    /^\uFEFF?---\n([\s\S]*?\n)---[ \t]*\n?([\s\S]*)$/.exec(text.replace(/\r\n?/g, '\n')) ?? []
  const front = parseDocument(yaml)
  const differences: string[] = []
  const title = page.front.title ?? page.parsed.heading?.text ?? ''
  if (!areSameWords(title, session.title)) {
    differences.push(`titre : « ${title} » → « ${session.title} »`)
    front.set('title', session.title)
  }
  const wanted: Record<string, unknown> = programmeOf(session, names)
  const present = (page.front.session ?? {}) as Record<string, unknown>
  const map = front.get('session') as YAMLMap
  // Most schedules say of no session whether it is held: then what is known here stays.
  for (const key of ['start', 'end', 'room', 'theme', 'speakers', ...(session.status ? ['status'] : [])]) {
    if (told(present[key]) === told(wanted[key])) continue
    differences.push(`${labels[key]} : ${told(present[key]) || 'rien'} → ${told(wanted[key]) || 'rien'}`)
    if (wanted[key] === undefined) map.delete(key)
    else map.set(key, wanted[key])
  }
  if (moves && page.front.id === undefined) front.set('id', page.address)
  const updated = `---\n${front.toString({ lineWidth: 0 })}---\n${body}`
  return { text: withLineEndsOf(text, updated), differences }
}

const labels: Record<string, string> = {
  start: 'début',
  end: 'fin',
  room: 'salle',
  theme: 'thème',
  speakers: 'avec',
  status: 'état',
}

function told(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value ?? '').replace('T', ' ')
}

function programmeOf({ start, end, speakers, status }: ForeignSession, { room, theme }: SessionNames) {
  return {
    ...{ start, end, ...(room && { room }), ...(theme && { theme }), ...(speakers.length > 0 && { speakers }) },
    ...(status && { status }),
  }
}
