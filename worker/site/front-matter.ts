import * as v from 'valibot'

const text = v.pipe(v.string(), v.trim(), v.minLength(1))

/** Local time at the event, to the minute: `2022-07-06T10:30`. */
const localTime = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'une heure locale comme 2022-07-06T10:30'),
  v.check((value) => isRealTime(value), 'un jour et une heure qui existent'),
)

/** The YAML between the two `---` on top of a page. A key that is not named here is a fault of the content. */
export const frontMatterSchema = v.strictObject({
  title: v.optional(text),
  description: v.optional(text),
  lang: v.optional(v.picklist(['fr', 'en', 'br'])),
  /** As MkDocs Material writes it: `path` is the breadcrumbs, `footer` the pages before and after; Kesako has no tags or feedback. */
  hide: v.optional(v.array(v.picklist(['navigation', 'toc', 'path', 'tags', 'feedback', 'footer'])), []),
  /** `open`: takes notes; `closed`: shows those published; absent: none. */
  notes: v.optional(v.picklist(['open', 'closed'])),
  /** What the page's notes hold on to; a page that moves keeps it. Default: the page's address. */
  id: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9/_.-]{1,200}$/, 'lettres, chiffres et / _ . -'))),
  /** This page is the programme of that day: its sessions are listed under the text. */
  day: v.optional(v.pipe(v.string(), v.isoDate())),
  session: v.optional(
    v.pipe(
      v.strictObject({
        start: localTime,
        end: localTime,
        room: v.optional(text),
        theme: v.optional(text),
        speakers: v.optional(v.array(text), []),
        guid: v.optional(v.pipe(v.string(), v.uuid())),
        status: v.optional(v.picklist(['confirmed', 'cancelled', 'moved']), 'confirmed'),
      }),
      v.check(({ start, end }) => start < end, 'start doit venir avant end'),
    ),
  ),
})

export type FrontMatter = v.InferOutput<typeof frontMatterSchema>

function isRealTime(value: string): boolean {
  const time = new Date(`${value}:00Z`)
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value)
}
