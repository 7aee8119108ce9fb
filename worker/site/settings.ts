import * as v from 'valibot'
import { day, mayBeEmpty, text } from './schema-parts'
import { defaultRetention } from './setting-defaults'

const identifier = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]*$/, 'lettres minuscules, chiffres et tirets'))
const webAddress = v.pipe(
  v.string(),
  v.check((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), 'une adresse http(s)'),
)
const upTo = (most: number, usual: number) =>
  v.nullish(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most)), usual)

/** How long what nobody needs any more is kept; the cron erases it after. */
const retentionSchema = v.strictObject({
  /** Days from the decision to the erasure of a refused note's text, names and reasons. */
  rejected: upTo(3650, defaultRetention.rejected),
  spam: upTo(3650, defaultRetention.spam),
  /** Days that a moderator's ended session is kept. */
  sessions: upTo(365, defaultRetention.sessions),
  /** Hours that the limits know a device. The site promises a day at most. */
  limits: upTo(24, defaultRetention.limits),
})

const unknownYet = v.nullish(v.pipe(v.string(), v.trim()), '')

/** What only the organisers know. Empty: the page that names it says so, and the site cannot go online. */
const legalSchema = v.strictObject({
  /** Who answers for the site: the association's full name and form. */
  publisher: unknownYet,
  address: unknownYet,
  phone: unknownYet,
  /** The person whom the law calls « directeur de la publication ». */
  director: unknownYet,
  /** E-mail address that a person reads. */
  contact: v.pipe(
    unknownYet,
    v.check((value) => value === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value), 'une adresse de courriel'),
  ),
  /** Name, address and telephone of the host. */
  host: unknownYet,
})

const named = v.strictObject({ id: identifier, name: text })

/**
 * `content/site.yml`: what makes this site the site of one event. Everything the Worker needs of it travels
 * in the page index, so another event takes the program over by replacing `content/` alone.
 */
export const siteSettingsSchema = v.strictObject({
  /** Text logo. */
  name: text,
  /** Ends every `<title>`. */
  title: text,
  description: text,
  /** The one source of absolute addresses, without a slash at its end. Never the Host header. */
  url: v.pipe(
    webAddress,
    v.check((value) => !URL.canParse(value) || isBare(new URL(value)), 'une adresse sans rien après le nom du site'),
    v.transform((value) => value.replace(/\/+$/, '')),
  ),
  lang: v.picklist(['fr', 'en']),
  /** IANA name; sessions' times are local times there. */
  timezone: v.pipe(
    v.string(),
    v.check((value) => isTimezone(value), 'un fuseau horaire IANA, comme Europe/Paris'),
  ),
  event: v.strictObject({
    name: text,
    start: day,
    end: day,
    place: text,
    site: mayBeEmpty(webAddress),
  }),
  licence: v.strictObject({ id: text, name: text, url: webAddress }),
  rooms: v.nullish(v.array(named), []),
  themes: v.nullish(v.array(named), []),
  /** The picture that a shared link shows, 1200 × 630 pixels: a file of `content/`, and what it shows in words. */
  share: mayBeEmpty(v.strictObject({ image: text, alt: text })),
  /** The menu, five entries at most: more does not fit a phone. */
  nav: v.array(v.strictObject({ path: text, label: text })),
  /** Ready sentences of the moderators; the author reads `text`. */
  reasons: v.nullish(
    v.array(v.strictObject({ id: identifier, action: v.picklist(['return', 'reject']), label: text, text })),
    [],
  ),
  /** For `/.well-known/security.txt`: where to report a hole, and until when the organisers stand by it. */
  security: mayBeEmpty(
    v.strictObject({
      /** `mailto:`, `tel:` or `https:`. https://www.rfc-editor.org/rfc/rfc9116#section-2.5.3 */
      contact: v.pipe(
        v.string(),
        v.regex(/^(?:mailto:[^\s@]+@[^\s@]+|tel:\+?[\d-]+|https:\/\/\S+)$/, 'mailto:, tel: ou https:'),
      ),
      expires: day,
    }),
  ),
  /** Old address (path, or path and raw query) → new address. */
  redirects: v.nullish(v.record(v.string(), text), {}),
  /** Links at the end of every page: what the law and honesty want. */
  footer: v.nullish(v.array(v.strictObject({ path: text, label: text })), []),
  retention: v.nullish(retentionSchema, {}),
  legal: v.nullish(legalSchema, {}),
  /** One sentence shown on top of every page; empty: none. */
  annonce: v.nullish(v.string(), ''),
})

export type SiteSettings = v.InferOutput<typeof siteSettingsSchema>

function isBare({ href, origin }: URL): boolean {
  return href.replace(/\/+$/, '') === origin
}

function isTimezone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value })
    return true
  } catch {
    return false
  }
}
