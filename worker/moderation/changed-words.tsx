import { diffWordsWithSpace } from 'diff'
import type { Strings } from '../site/strings'

/** Words that may differ before two texts are shown whole instead: comparing takes time with the square of this. */
const MAX_CHANGES = 1_500

/** What lies between two texts, word by word, marked by signs that are read aloud and not by colour alone. */
export function ChangedWords({ before, after, t }: { before: string; after: string; t: Strings }) {
  const { moderation: m } = t
  if (before === after) return <p>{m.noChange}</p>
  return (
    <>
      <p class="aide">{m.changesHint}</p>
      <pre dir="auto">
        {changesBetween(before, after).map(({ value, added, removed }) =>
          added ? <ins>[+{value}+]</ins> : removed ? <del>[−{value}−]</del> : value,
        )}
      </pre>
    </>
  )
}

function changesBetween(before: string, after: string) {
  const changes = diffWordsWithSpace(before, after, { maxEditLength: MAX_CHANGES })
  return (
    changes ?? [
      { value: before, added: false, removed: true },
      { value: after, added: true, removed: false },
    ]
  )
}
