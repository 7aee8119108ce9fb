import { createInterface } from 'node:readline/promises'
import { CommandError } from '../command'
import { calendarZone, knownZone } from '../content/calendar-zone'

export type FreshEvent = {
  name: string
  /** First and last day, `2027-05-20`. */
  start: string
  end: string
  place: string
  /** IANA name. */
  timezone: string
  themes: Theme[]
  url: string
}

type Theme = { id: string; name: string }

type Given = { [key in keyof FreshEvent]?: string | undefined }

const DAY_MS = 24 * 60 * 60_000

const SLUG_MAX = 40

/** A page a day; whoever needs more makes them by hand. */
const MOST_DAYS = 31

/**
 * What was not given is asked for where somebody can answer; else it is an example.
 * @param usualZone The time zone that is taken then.
 */
export async function askForEvent(given: Given, usualZone: string, now: Date): Promise<FreshEvent> {
  const ask = process.stdin.isTTY ? askAtTerminal : async (_: string, usual: string) => usual
  const name = given.name ?? (await ask('Nom de l’événement', 'Notre rencontre'))
  const start = dayFrom(given.start ?? (await ask('Premier jour', dayAfter(now.toISOString(), 30))))
  const end = dayFrom(given.end ?? (await ask('Dernier jour', start)))
  const place = given.place ?? (await ask('Lieu', 'Lieu à préciser'))
  const timezone = given.timezone ?? (await ask('Fuseau horaire', usualZone))
  const themes = given.themes ?? (await ask('Thèmes, séparés par des virgules, ou rien', ''))
  const url = given.url ?? `https://${slugOf(name)}.example`
  if (!name.trim() || !place.trim()) throw new CommandError('Il faut un nom et un lieu.')
  if (end < start) throw new CommandError(`Le dernier jour (${end}) vient avant le premier (${start}).`)
  if (!calendarZone(timezone))
    throw new CommandError(`« ${timezone} » n’est pas un fuseau horaire : écrivez un nom comme ${knownZone(timezone)}.`)
  if (daysOf({ start, end }).length > MOST_DAYS)
    throw new CommandError(`Plus de ${MOST_DAYS} jours : vérifiez les dates.`)
  if (!/^https?:\/\/[^\s/?#@]+\/*$/.test(url) || !URL.canParse(url))
    throw new CommandError(`${url} n’est pas une adresse en https:// : écrivez-la comme https://carnet.example.org.`)
  return {
    name: name.trim(),
    start,
    end,
    place: place.trim(),
    timezone,
    themes: themesFrom(themes),
    url,
  }
}

function themesFrom(list: string): Theme[] {
  const themes: Theme[] = []
  for (const name of list.split(',').map((each) => each.trim().normalize('NFC'))) {
    if (name === '' || themes.some((theme) => theme.name.toLowerCase() === name.toLowerCase())) continue
    themes.push({ id: freeId(name, themes), name })
  }
  return themes
}

/** Other names may make the same id, as C++ and C# do. */
function freeId(name: string, themes: Theme[]): string {
  for (let n = 1; ; n++) {
    const number = n === 1 ? '' : `-${n}`
    const id = slugOf(name, { otherwise: 'theme', most: SLUG_MAX - number.length }) + number
    if (!themes.some((theme) => theme.id === id)) return id
  }
}

/** Every day of the event. */
export function daysOf({ start, end }: Pick<FreshEvent, 'start' | 'end'>): string[] {
  const days: string[] = []
  for (let day = start; day <= end && days.length <= MOST_DAYS; day = dayAfter(day, 1)) days.push(day)
  return days
}

/** Small letters and digits, with dashes between them: for an id, a file, a Worker's name, a host. */
export function slugOf(text: string, { otherwise = 'evenement', most = SLUG_MAX } = {}): string {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('œ', 'oe')
  return (
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-/, '')
      .slice(0, most)
      .replace(/-$/, '') || otherwise
  )
}

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day.slice(0, 10)}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

function dayFrom(text: string): string {
  const time = new Date(`${text}T00:00Z`)
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text))
    return text
  throw new CommandError(`« ${text} » n’est pas un jour : écrivez-le comme 2027-05-20.`)
}

async function askAtTerminal(question: string, usual: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return (await terminal.question(`${question}${usual && ` [${usual}]`} : `)).trim() || usual
  } finally {
    terminal.close()
  }
}
