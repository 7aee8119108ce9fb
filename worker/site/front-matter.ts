import * as v from 'valibot'
import { day, isRealTime, localTime, mayBeEmpty, text } from './schema-parts'

/** The YAML between the two `---` on top of a page. A key that is not named here is a fault of the content. */
export const frontMatterSchema = v.strictObject({
  title: v.optional(text),
  description: mayBeEmpty(text),
  lang: mayBeEmpty(v.picklist(['fr', 'en', 'br'])),
  /** As MkDocs Material writes it: `path` is the breadcrumbs, `footer` the pages before and after; Kesako has no tags or feedback. */
  hide: v.nullish(v.array(v.picklist(['navigation', 'toc', 'path', 'tags', 'feedback', 'footer'])), []),
  /** `open`: takes notes; `closed`: shows those published; absent: none. */
  notes: v.optional(v.picklist(['open', 'closed'])),
  /** What the page's notes hold on to; a page that moves keeps it. Default: the page's address. */
  id: mayBeEmpty(v.pipe(v.string(), v.regex(/^[A-Za-z0-9/_.-]{1,200}$/, 'lettres, chiffres et / _ . -'))),
  /** This page is the programme of that day: its sessions are listed under the text. */
  day: mayBeEmpty(day),
  session: v.optional(
    v.pipe(
      v.strictObject({
        start: localTime,
        end: localTime,
        room: mayBeEmpty(text),
        theme: mayBeEmpty(text),
        speakers: v.nullish(v.array(text), []),
        guid: mayBeEmpty(v.pipe(v.string(), v.uuid())),
        status: v.nullish(v.picklist(['confirmed', 'cancelled', 'moved']), 'confirmed'),
      }),
      // Of a time that does not exist nothing more is said.
      v.forward(
        v.check(
          ({ start, end }) => !isRealTime(start) || !isRealTime(end) || start < end,
          'une heure qui vient après start',
        ),
        ['end'],
      ),
    ),
  ),
})

export type FrontMatter = v.InferOutput<typeof frontMatterSchema>
