import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { Strings } from '../site/strings'

type NoteArticleProps = {
  author: string | null
  /** What `renderNote` made of the text. */
  html: string
  t: Strings
  /** For links to it on its page. */
  anchor?: string
  /** What stands under the text. */
  children?: Child
}

/**
 * One note as it is published, wherever it is shown: it stands under an h2, its author is its h3, its own headings go
 * on from there. Few elements: a page shows twenty. Name and text are set apart (`bdi`, `dir`), so that what they
 * hold of another writing direction does not turn the rest around.
 */
export function NoteArticle({ author, html, t, anchor, children }: NoteArticleProps) {
  return (
    <article class="note" id={anchor}>
      <h3>
        <bdi>{author ?? t.anonymous}</bdi>
      </h3>
      <div class="texte" dir="auto">
        {raw(html)}
      </div>
      {children}
    </article>
  )
}
