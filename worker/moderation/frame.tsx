import type { Context, MiddlewareHandler } from 'hono'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AppContext, Moderator } from '../env'
import { logFault } from '../log'
import { publishedIndex } from '../published-index'
import { nothingBehind, type PublishingState, publishingState } from '../publishing/publishing-state'
import { replyPage } from '../reply'
import { ageText } from '../site/dates'
import { heard } from '../site/heard'
import type { PageIndex } from '../site/page-index'
import { type Strings, stringsFor } from '../site/strings'

/** What every page of the moderators is made with. */
export type Frame = {
  index: PageIndex
  t: Strings
  moderator: Moderator
  /** Whether a key alone may press a button; off until switched on. */
  shortcuts: boolean
  now: Date
}

/** The attribute that says which key presses a control; `public/moderation.js` goes by it. */
export function keyFor({ shortcuts }: Pick<Frame, 'shortcuts'>, key: string) {
  return shortcuts ? { 'aria-keyshortcuts': key } : {}
}

/** In front of a page that changes nothing: what it says of publishing is on its way while its own part is read. */
export const askHowPublishingStands: MiddlewareHandler<AppContext> = (c, next) => {
  c.set('publishing', heard(publishingState(c.env.DB, new Date())))
  return next()
}

/** One of the moderators' pages, with their own short menu above it. */
export async function replyFramed(
  c: Context<AppContext>,
  page: (frame: Frame) => { title: string; children: Child },
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const now = new Date()
  const asked = c.get('publishing') ?? publishingState(c.env.DB, now)
  // A line above the page: what was decided is told, though a lot of it may have taken all that one request may ask.
  const known = asked.catch((error: unknown) => {
    logFault('how publishing stands could not be asked', error)
    return nothingBehind
  })
  const [index, publishing] = await Promise.all([publishedIndex(c), known])
  const shortcuts = c.get('shortcuts')
  const frame: Frame = { index, t: stringsFor(index.site.lang), moderator: c.get('moderator'), shortcuts, now }
  const { title, children } = page(frame)
  const framed = (
    <>
      <ModeratorMenu {...frame} />
      <Publishing {...frame} publishing={publishing} />
      {children}
      {shortcuts && <Shortcuts t={frame.t} />}
    </>
  )
  const scripts = shortcuts ? { files: ['/moderation.js'], words: {} } : undefined
  return replyPage(c, { site: index.site, title, hideNavigation: true, scripts, children: framed }, status)
}

function ModeratorMenu({ moderator, t }: Frame) {
  const { moderation: m, team } = t
  return (
    <nav class="outils" aria-label={m.title}>
      <ul>
        <li>
          <a href="/moderation/">{m.queue}</a>
        </li>
        <li>
          <a href="/moderation/journal/">{team.journal}</a>
        </li>
        <li>
          <a href="/moderation/chiffres/">{team.figures}</a>
        </li>
        {moderator.organiser && (
          <li>
            <a href="/moderation/equipe/">{team.title}</a>
          </li>
        )}
        <li>
          <a href="/moderation/etat/">{t.state.title}</a>
        </li>
        <li>
          <a href="/moderation/reglages/">{team.settings}</a>
        </li>
      </ul>
      <form method="post" action="/moderation/deconnexion/">
        <span>{moderator.name}</span> <button class="second">{m.signOut}</button>
      </form>
    </nav>
  )
}

/** What visitors do not see yet although it was decided: a second is usual, minutes are not. */
function Publishing({ publishing, index, t, now }: Frame & { publishing: PublishingState }) {
  const { moderation: m } = t
  const [late] = publishing.stuck
  if (late) {
    return (
      <p class="resume" role="alert">
        {m.publishingLate(ageText(late.since, now, index.site.lang))} {m.publishing(publishing.behind)}
      </p>
    )
  }
  return publishing.behind > 0 ? <p class="faits">{m.publishing(publishing.behind)}</p> : null
}

function Shortcuts({ t }: { t: Strings }) {
  const { moderation: m } = t
  return (
    <dialog id="raccourcis" aria-labelledby="titre-raccourcis">
      <h2 id="titre-raccourcis">{m.shortcuts}</h2>
      <KeyList t={t} />
      <form method="dialog">
        <button>{m.shortcutsClose}</button>
      </form>
    </dialog>
  )
}

export function KeyList({ t }: { t: Strings }) {
  return (
    <dl class="touches">
      {t.moderation.keys.map(([key, what]) => (
        <div>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  )
}
