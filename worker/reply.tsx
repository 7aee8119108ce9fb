import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AppContext } from './env'
import { indexIfPublished } from './last-published'
import { logFault } from './log'
import type { Fault } from './notes/submission'
import { contentSecurityPolicy } from './security-headers'
import { styleSourceOf } from './site/needed-style'
import { unsaidSettings } from './site/setting-defaults'
import type { SiteSettings } from './site/settings'
import { renderDocument, type ShellProps } from './site/shell'
import { type Strings, stringsFor } from './site/strings'

/** The settings that the site was published with; with KV down and nothing remembered, the least that a page needs. */
async function siteSettings(c: Context<AppContext>): Promise<SiteSettings> {
  try {
    const index = await indexIfPublished(c.env.PAGES)
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
  ...unsaidSettings,
  annonce: '',
}

/** On the form, its check page and the receipt, and nowhere else. @param more What that page alone needs. */
export function noteScripts(t: Strings, more: string[] = []): ShellProps['scripts'] {
  return { files: ['/writing.js', ...more], words: t.device }
}

/** The same in all of them. */
let workingStyle: Promise<string> | undefined

/** An HTML page that the Worker writes itself. An error page ends with the id under which it can be spoken of. */
export async function replyPage(
  c: Context<AppContext>,
  props: ShellProps,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const children = isErrorPage(status) ? (
    <>
      {props.children}
      <p class="aide">
        {stringsFor(props.site.lang).faultReference} <code>{c.get('requestId')}</code>
      </p>
    </>
  ) : (
    props.children
  )
  const html = renderDocument({ ...props, children, sheet: 'working' })
  workingStyle ??= styleSourceOf(html)
  c.header('Content-Security-Policy', contentSecurityPolicy(await workingStyle, props.scripts !== undefined))
  return c.html(html, status)
}

/** A form that comes back to be mended says so itself; any other refusal is an error page. */
function isErrorPage(status: ContentfulStatusCode): boolean {
  return status >= 400 && status !== 422
}

type Refusal = {
  /** Stable name of the problem, for a program; by default that of its status. */
  code?: string
  title: string
  text: string
  /** Instead of `text`, for a program, when that speaks of a page. */
  detail?: string
  /** For a person. */
  more?: Child
  /** For a program. */
  errors?: Fault[]
  /** Further members of the problem, for a program. */
  extension?: Record<string, unknown>
}

/**
 * Says in plain words why the answer is not what was asked for: as a page, or under /api/ as
 * `application/problem+json` (RFC 9457).
 */
export async function replyRefusal(
  c: Context<AppContext>,
  status: ContentfulStatusCode,
  words: (t: Strings) => Refusal,
): Promise<Response> {
  const site = await siteSettings(c)
  const t = stringsFor(site.lang)
  const { code, title, text, detail = text, more, errors, extension } = words(t)
  if (new URL(c.req.url).pathname.startsWith('/api/')) {
    const named = errors?.map((fault) => ({ field: fault.field, code: fault.code, message: faultText(t, fault) }))
    const instance = `urn:uuid:${c.get('requestId')}`
    const problem = {
      type: 'about:blank',
      title,
      status,
      detail,
      code: code ?? problemCodes[status],
      instance,
      ...(named && { errors: named }),
      ...extension,
    }
    return c.body(JSON.stringify(problem), status, { 'Content-Type': 'application/problem+json; charset=utf-8' })
  }
  const children = (
    <>
      <h1>{title}</h1>
      <p>{text}</p>
      {more}
    </>
  )
  return replyPage(c, { site, title, children }, status)
}

/** What a status is called in a problem's `code`, when nothing finer is known. Programs rely on it: names stay. */
const problemCodes: Partial<Record<ContentfulStatusCode, string>> = {
  400: 'unreadable',
  401: 'key_missing',
  403: 'forbidden',
  404: 'unknown',
  405: 'method_not_allowed',
  409: 'conflict',
  410: 'gone',
  412: 'stale',
  413: 'too_large',
  415: 'type_unknown',
  422: 'invalid',
  428: 'version_missing',
  429: 'too_many',
  500: 'fault',
  503: 'unavailable',
}

/** When the stores fail: 503 with what was typed, in a form that tries again. */
export async function replyKept(c: Context<AppContext>, form: (t: Strings) => Child): Promise<Response> {
  const site = await siteSettings(c)
  const t = stringsFor(site.lang)
  c.header('Retry-After', '10')
  return replyPage(c, { site, title: t.kept.title, scripts: noteScripts(t), children: form(t) }, 503)
}

/** What to do about a fault, for the person who typed. */
export function faultText(t: Strings, { code, field, length }: Fault): string {
  return t.faults[code].replace('{field}', field).replace('{length}', t.number(length ?? 0))
}

/** The body could not be read as what it should be. */
export function replyUnreadable(c: Context<AppContext>, status: 400 | 415): Promise<Response> {
  return replyRefusal(c, status, ({ requests: t }) =>
    status === 415
      ? { title: t.typeTitle, text: t.type }
      : { title: t.unreadableTitle, text: t.unreadableForm, detail: t.unreadable },
  )
}

/** A form asks for what none of the page's buttons does. */
export function replyUnknownChoice(c: Context<AppContext>): Promise<Response> {
  return replyRefusal(c, 400, ({ requests: t }) => ({ title: t.unknownChoiceTitle, text: t.unknownChoice }))
}

/** RFC 9457's 422: each field with its code and message. */
export function replyFaults(c: Context<AppContext>, errors: Fault[]): Promise<Response> {
  return replyRefusal(c, 422, ({ requests: t }) => ({ title: t.faulty, text: t.faultyDetail, errors }))
}

/** To begin the list again by itself would give a program the same items twice. */
export function replyBadCursor(c: Context<AppContext>): Promise<Response> {
  return replyRefusal(c, 400, ({ requests: t }) => ({
    code: 'cursor_malformed',
    title: t.badCursorTitle,
    text: t.badCursor,
  }))
}

/** Asks who sends more than a room full of people to wait; the platform's limit is by the minute. */
export function replyTooMany(c: Context<AppContext>): Promise<Response> {
  c.header('Retry-After', '60')
  return replyRefusal(c, 429, ({ check: t }) => ({ title: t.retry, text: t.flood }))
}
