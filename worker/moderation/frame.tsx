import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AppContext } from '../env'
import { publishedIndex } from '../published-index'
import { replyPage } from '../reply'
import type { PageIndex } from '../site/page-index'
import { type Strings, stringsFor } from '../site/strings'

/** What every page of the moderators is made with. */
export type Frame = { index: PageIndex; t: Strings }

/** One of the moderators' pages, with their own short menu above it. */
export async function replyFramed(
  c: Context<AppContext>,
  page: (frame: Frame) => { title: string; children: Child },
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const index = await publishedIndex(c)
  const t = stringsFor(index.site.lang)
  const { title, children } = page({ index, t })
  const framed = (
    <>
      <ModeratorMenu name={c.get('moderator').name} t={t} />
      {children}
    </>
  )
  return replyPage(c, { site: index.site, title, hideNavigation: true, children: framed }, status)
}

function ModeratorMenu({ name, t }: { name: string; t: Strings }) {
  return (
    <nav class="outils" aria-label={t.moderation.title}>
      <a href="/moderation/">{t.moderation.queue}</a>
      <a href="/moderation/etat/">{t.state.title}</a>
      <form method="post" action="/moderation/deconnexion/">
        <span>{name}</span> <button class="second">{t.moderation.signOut}</button>
      </form>
    </nav>
  )
}
