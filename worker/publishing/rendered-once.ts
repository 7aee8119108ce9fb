import { renderNote } from '../site/note-markdown'
import { Shelf, weightOfText } from '../site/shelf'

/** A block and the newest notes show a note again and again; twenty thousand signs can make ten times as many of HTML. */
const rendered = new Shelf<string>({ room: 4 << 20, weigh: weightOfText })

/** A note's HTML, made once in an isolate: a revision never changes. */
export function renderedOnce(
  { id, revision, body }: { id: string; revision: number; body: string },
  lang: string,
): string {
  const name = `${id} ${revision} ${lang}`
  const known = rendered.use(name)
  if (known !== undefined) return known
  const html = renderNote(body, lang)
  rendered.put(name, html)
  return html
}
