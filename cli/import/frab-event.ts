import * as v from 'valibot'
import { frontMatterSchema } from '../../worker/site/front-matter'
import { stringsFor } from '../../worker/site/strings'

const words = v.union([v.string(), v.record(v.string(), v.nullable(v.string()))])
const optionalWords = v.nullish(words, '')

/** An event as frab and pretalx write it in JSON. Their XML says the same otherwise nested. */
export const eventSchema = v.object({
  guid: v.optional(v.string()),
  title: words,
  /** RFC 3339; absent in old files, which have `start` alone. */
  date: v.nullish(v.string(), ''),
  /** `HH:MM`. */
  start: v.nullish(v.string(), ''),
  /** `HH:MM`, or `D:HH:MM`. */
  duration: v.string(),
  track: optionalWords,
  abstract: optionalWords,
  description: optionalWords,
  persons: v.optional(v.array(v.looseObject({})), []),
  subtitle: optionalWords,
  /** A code, as `fr` or `en-GB`. */
  language: v.fallback(v.string(), ''),
  logo: v.nullish(v.string(), ''),
  links: v.nullish(v.array(v.unknown()), []),
  attachments: v.nullish(v.array(v.unknown()), []),
})

type Words = v.InferOutput<typeof optionalWords>
export type ForeignEvent = v.InferOutput<typeof eventSchema> & { room: string }

/** One of several translations: in this language, else the first. */
export function wordsIn(words: Words, lang: string): string {
  if (typeof words === 'string') return words.trim()
  return (words?.[lang] ?? Object.values(words ?? {}).find(Boolean) ?? '').trim()
}

/** What Kesako's own schedule says under a session that is not held as planned, and before the title of a cancelled one. */
const states = ['fr', 'en'].map(stringsFor).flatMap(({ cancelled, moved }) => [
  { status: 'cancelled' as const, under: cancelled, before: new RegExp(`^${cancelled}\\s*:\\s*(?=\\S)`, 'u') },
  { status: 'moved' as const, under: moved, before: /^(?!)/ },
])

/** Its words without those that are a state, and the state. Null: held as planned, or nobody says. */
export function wordsAndStatus(event: ForeignEvent, lang: string) {
  const [title, subtitle] = [wordsIn(event.title, lang), wordsIn(event.subtitle, lang)]
  const state = states.find(({ under, before }) => under === subtitle || before.test(title))
  if (!state) return { title, subtitle, status: null }
  const { status, under, before } = state
  return { title: title.replace(before, ''), subtitle: subtitle === under ? '' : subtitle, status }
}

/** Which language a page has to say: one that it may, and not the site's own. */
export function languageOf({ language }: ForeignEvent, lang: string): string | null {
  const code = codeOf(language)
  return code !== '' && code !== lang && v.is(frontMatterSchema.entries.lang, code) ? code : null
}

function codeOf(language: string): string {
  return language
    .trim()
    .toLowerCase()
    .replace(/[-_].*$/, '')
}

/** What an event says that a session's page has no place for. */
export function leftOf(event: ForeignEvent, lang: string): string[] {
  const { language, logo, links, attachments } = event
  const { title, subtitle } = wordsAndStatus(event, lang)
  const isForeign = !['', lang, languageOf(event, lang)].includes(codeOf(language))
  const left = [
    ...(subtitle ? [`le sous-titre « ${subtitle} »`] : []),
    ...(isForeign ? [`la langue « ${language} »`] : []),
    ...(logo ? ['l’image'] : []),
    ...counted(links, 'lien', 'liens'),
    ...counted(attachments, 'pièce jointe', 'pièces jointes'),
  ]
  return left.length > 0 ? [`« ${title} » : ${left.join(', ')}`] : []
}

function counted(list: unknown[] | null | undefined, one: string, many: string): string[] {
  const count = list?.length ?? 0
  return count > 0 ? [`${count} ${count > 1 ? many : one}`] : []
}
