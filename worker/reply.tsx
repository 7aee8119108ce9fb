import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AppContext } from './env'
import { logFault } from './log'
import { contentSecurityPolicy } from './security-headers'
import { readPageIndex } from './site/read-index'
import type { SiteSettings } from './site/settings'
import { renderDocument, type ShellProps } from './site/shell'
import { type Strings, stringsFor } from './site/strings'
import { styleSource } from './site/style'

/** The settings that the site was published with; with KV down and nothing remembered, the least that a page needs. */
export async function siteSettings(c: Context<AppContext>): Promise<SiteSettings> {
  try {
    const index = await readPageIndex(c.env.PAGES, (error) => logFault('index read from memory', error))
    return index?.site ?? bareSettings
  } catch (error) {
    logFault('index unreadable', error)
    return bareSettings
  }
}

const bareSettings: SiteSettings = {
  name: 'Kesako',
  title: 'Kesako',
  description: '',
  url: '',
  lang: 'fr',
  timezone: 'Europe/Paris',
  event: { name: 'Kesako', start: '1970-01-01', end: '1970-01-01', place: '' },
  licence: {
    id: 'CC-BY-SA-4.0',
    name: 'CC BY-SA 4.0',
    url: 'https://creativecommons.org/licenses/by-sa/4.0/deed.fr',
  },
  rooms: [],
  themes: [],
  nav: [],
  reasons: [],
  redirects: {},
  annonce: '',
}

let ownStyle: Promise<string> | undefined

/** An HTML page that the Worker writes itself. */
export async function replyPage(
  c: Context<AppContext>,
  props: Omit<ShellProps, 'site'> & { site: SiteSettings },
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  ownStyle ??= styleSource()
  c.header('Content-Security-Policy', contentSecurityPolicy(await ownStyle))
  return c.html(renderDocument(props), status)
}

/** A page that says in plain words why the answer is not what was asked for. */
export async function replyRefusal(
  c: Context<AppContext>,
  status: ContentfulStatusCode,
  words: (t: Strings) => { title: string; text: string; more?: Child },
): Promise<Response> {
  const site = await siteSettings(c)
  const { title, text, more } = words(stringsFor(site.lang))
  const children = (
    <>
      <h1>{title}</h1>
      <p>{text}</p>
      {more}
    </>
  )
  return replyPage(c, { site, title, children }, status)
}
