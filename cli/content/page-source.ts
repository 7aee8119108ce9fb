import { stringify } from 'yaml'
import { dayAndHours } from '../../worker/site/dates'
import { inertLine } from '../../worker/site/note-source'
import type { Session } from '../../worker/site/page-index'
import type { ParsedPage } from '../../worker/site/page-markdown'
import { encodePath } from '../../worker/site/paths'
import { nameIn } from '../../worker/site/sessions-view'
import type { SiteSettings } from '../../worker/site/settings'
import type { SourcePage } from './source-page'

type Described = { site: SiteSettings; lang: string; title: string; session: Session | undefined }

/**
 * A page as Markdown that stands on its own: what is known of it on top, its text with addresses that hold anywhere.
 * The reader adds the notes.
 * @param parsed Its references are resolved.
 */
export function portableSource(
  page: SourcePage,
  parsed: ParsedPage,
  { site, lang, title, session }: Described,
): string {
  const matter = {
    title,
    url: site.url + encodePath(page.address),
    lang,
    license: site.licence.id,
    ...(session && { session: factsOf(session, site) }),
  }
  const when = session && dayAndHours(session, lang)
  const parts = [
    `---\n${stringify(matter, { lineWidth: 0 })}---`,
    ...(parsed.heading ? [] : [`# ${inertLine(title)}`]),
    ...(when ? [when] : []),
    textOf(page, parsed, site.url),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function factsOf({ start, end, room, theme, speakers, status }: Session, site: SiteSettings) {
  return {
    start,
    end,
    ...(room && { room: nameIn(site.rooms, room) }),
    ...(theme && { theme: nameIn(site.themes, theme) }),
    ...(speakers.length > 0 && { speakers }),
    ...(status !== 'confirmed' && { status }),
  }
}

/** The text as it was written, each link and image at its full address. */
function textOf({ text, address }: SourcePage, { references }: ParsedPage, url: string): string {
  let result = text
  let from = 0
  for (const { token, written } of references) {
    const target = fullAddress(token.href, url, address)
    if (target === written) continue
    const at = result.indexOf(token.raw, from)
    const inside = token.raw.lastIndexOf(written)
    if (at !== -1 && inside > 0) {
      result = result.slice(0, at + inside) + target + result.slice(at + inside + written.length)
      from = at
    } else {
      result = result.replaceAll(`]: ${written}\n`, `]: ${target}\n`)
    }
  }
  return result.trim()
}

function fullAddress(href: string, url: string, address: string): string {
  if (href.startsWith('#')) return url + encodePath(address) + href
  return /^\/(?!\/)/.test(href) ? url + href : href
}
