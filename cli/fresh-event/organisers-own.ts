import { join } from 'node:path'
import * as v from 'valibot'
import { parseDocument } from 'yaml'
import { siteSettingsSchema } from '../../worker/site/settings'
import { calendarZone } from '../content/calendar-zone'
import { valuesOf } from '../content/yaml'
import { textIfThere } from '../if-there'
import { projectRoot } from '../project'

type Setting = [path: string[], value: unknown]

/** What this event's site.yml says of its organisers, and not of the event itself; what does not fit there is left out. */
export function organisersOwn(): Setting[] {
  const { licence, retention, legal } = settingsHere()
  return [
    // A licence's name belongs to its id.
    ...(v.is(siteSettingsSchema.entries.licence, licence) ? partsOf('licence', licence) : []),
    ...soundParts('retention', retention),
    ...soundParts('legal', legal),
  ]
}

/** The time zone of this event's site.yml, else the one that this machine is set to, where that says something. */
export function usualTimezone(): string {
  const { timezone: here } = settingsHere()
  if (typeof here === 'string' && calendarZone(here)) return here
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const isPlace = calendarZone(timeZone) !== null && !/^(?:UTC|GMT|Etc\/)/.test(timeZone)
  return isPlace ? timeZone : 'Europe/Paris'
}

function settingsHere(): Record<string, unknown> {
  const document = parseDocument(textIfThere(join(projectRoot, 'content/site.yml')) ?? '', { logLevel: 'error' })
  return (document.errors.length === 0 && valuesOf(document)) || {}
}

function partsOf(key: 'licence' | 'retention' | 'legal', parts: unknown): Setting[] {
  return Object.entries(parts ?? {}).map(([part, value]) => [[key, part], value])
}

/** None of them needs another. */
function soundParts(key: 'retention' | 'legal', parts: unknown): Setting[] {
  return partsOf(key, parts).filter(([[, part = ''], value]) =>
    v.is(siteSettingsSchema.entries[key], { [part]: value }),
  )
}
