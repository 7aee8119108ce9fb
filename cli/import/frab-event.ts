import * as v from 'valibot'

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

/** What an event says that a session's page has no place for. */
export function leftOf({ title, subtitle, logo, links, attachments }: ForeignEvent, lang: string): string[] {
  const under = wordsIn(subtitle, lang)
  const left = [
    ...(under ? [`le sous-titre « ${under} »`] : []),
    ...(logo ? ['l’image'] : []),
    ...counted(links, 'lien', 'liens'),
    ...counted(attachments, 'pièce jointe', 'pièces jointes'),
  ]
  return left.length > 0 ? [`« ${wordsIn(title, lang)} » : ${left.join(', ')}`] : []
}

function counted(list: unknown[] | null | undefined, one: string, many: string): string[] {
  const count = list?.length ?? 0
  return count > 0 ? [`${count} ${count > 1 ? many : one}`] : []
}
