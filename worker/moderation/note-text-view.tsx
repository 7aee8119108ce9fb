import { NoteArticle } from '../notes/note-article'
import type { Note } from '../notes/store'
import { linksOf, renderNote } from '../site/note-markdown'
import type { Strings } from '../site/strings'
import { ChangedWords } from './changed-words'
import type { Revision } from './history'
import { type Finding, isOddHost, isPersonal, lookCloser } from './look-closer'

/** @property at Where the host stands in the address. */
type Destination = { address: string; host: string; at: number }

/** A link as a moderator must see it: where it leads, whatever its words say. */
export type SeenLink = Destination & {
  /** No published note leads to it; null: nobody looked. */
  isNew: boolean | null
}

/** A text can hold thousands: the decision must not stand below a list of them. */
const LISTED_FINDINGS = 50

type TextProps = { body: string; author: string | null; links: SeenLink[]; lang: string; t: Strings }

/** The note as it will look, where its links lead, what to look at twice, and its source. */
export function NoteText({ body, author, links, lang, t }: TextProps) {
  const { moderation: m } = t
  const findings = lookCloser(body)
  return (
    <>
      <h2>{m.asItWillLook}</h2>
      <NoteArticle author={author} html={renderNote(body, lang)} t={t} />
      {links.length > 0 && <Links links={links} t={t} />}
      <Findings title={m.lookCloser} {...{ body, t }} findings={findings.filter(isPersonal)} />
      <Findings title={m.deceptive} {...{ body, t }} findings={findings.filter((each) => !isPersonal(each))} />
      <details open={findings.length > 0}>
        <summary>{m.source}</summary>
        <pre dir="auto">
          {findings.map(({ start, end }, n) => (
            <>
              {body.slice(findings[n - 1]?.end ?? 0, start)}
              <mark>{body.slice(start, end)}</mark>
            </>
          ))}
          {body.slice(findings.at(-1)?.end ?? 0)}
        </pre>
      </details>
    </>
  )
}

type FindingsProps = { title: string; body: string; findings: Finding[]; t: Strings }

/** Each once, however often it stands in the text. Of signs that cannot be seen there is nothing to show. */
function Findings({ title, body, findings, t }: FindingsProps) {
  if (findings.length === 0) return null
  const { closer, closerMore } = t.moderation
  const lines = findings.map(({ kind, start, end }) => ({
    kind,
    text: kind === 'direction' || kind === 'invisible' ? '' : body.slice(start, end),
  }))
  const said = new Map(lines.map((line) => [`${line.kind} ${line.text}`, line]))
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {[...said.values()].slice(0, LISTED_FINDINGS).map(({ kind, text }) => (
          <li>
            {closer[kind]}
            {text && t.colon}
            {text && <bdi>{text}</bdi>}
          </li>
        ))}
      </ul>
      {said.size > LISTED_FINDINGS && <p>{closerMore(LISTED_FINDINGS)}</p>}
    </>
  )
}

/** Their hosts, read out of what the renderer found; in the order of the text. */
export function hostsOf(body: string): Destination[] {
  return linksOf(body).map((address) => {
    const { protocol, username, password, host, pathname } = new URL(address)
    if (!host) return { address, host: pathname, at: protocol.length }
    const hasUser = username !== '' || password !== ''
    return { address, host, at: hasUser ? address.indexOf('@') + 1 : `${protocol}//`.length }
  })
}

function Links({ links, t }: { links: SeenLink[]; t: Strings }) {
  const { moderation: m } = t
  return (
    <>
      <h3>{m.links}</h3>
      <ul>
        {links.map(({ address, host, at, isNew }) => (
          <li>
            {address.slice(0, at)}
            <strong>{host}</strong>
            {address.slice(at + host.length)}
            {isNew && <em> ({m.newHost})</em>}
            {isOddHost(host) && <em> ({m.oddHost})</em>}
          </li>
        ))}
      </ul>
      {links.some(({ isNew }) => isNew === null) && <p>{m.hostsNotCompared}</p>}
    </>
  )
}

/** A correction against what is published; or a moderator's published retouch against what the author had written. */
export function Changes({ note, revisions, t }: { note: Note; revisions: Revision[]; t: Strings }) {
  const { moderation: m } = t
  const pair = comparedRevisions(note, revisions)
  if (!pair) return null
  const { before, after, isRetouch } = pair
  return (
    <>
      <h2>{isRetouch ? m.retouches : m.changes}</h2>
      {before.author !== after.author && (
        <p>{m.authorChange(before.author ?? t.anonymous, after.author ?? t.anonymous)}</p>
      )}
      <ChangedWords before={before.body ?? ''} after={after.body ?? ''} t={t} />
    </>
  )
}

function comparedRevisions({ publishedRevision, waitingRevision }: Note, revisions: Revision[]) {
  const numbered = (number: number | null) => revisions.find((revision) => revision.number === number)
  const [published, waiting] = [numbered(publishedRevision), numbered(waitingRevision)]
  if (published?.body && waiting?.body) return { before: published, after: waiting, isRetouch: false }
  if (!published?.moderator) return null
  const own = revisions.findLast(({ number, moderator }) => number < published.number && moderator === null)
  return own?.body && published.body ? { before: own, after: published, isRetouch: true } : null
}
