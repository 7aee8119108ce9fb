import type { SiteSettings } from '../../worker/site/settings'
import { typeset } from '../../worker/site/typography'
import type { Content } from './read'
import { type SourcePage, titleOf } from './source-page'

/** The content as visitors see it: titles, descriptions and the words of site.yml are set as the pages' texts are. */
export function setWords(content: Content): Content {
  const { site, pages } = content
  return { ...content, site: site && setSettings(site), pages: pages.map((page) => setPage(page, site?.lang ?? 'fr')) }
}

function setSettings(site: SiteSettings): SiteSettings {
  const set = (text: string) => typeset(text, site.lang)
  const setLabel = <Labelled extends { label: string }>(each: Labelled) => ({ ...each, label: set(each.label) })
  const setName = <Named extends { name: string }>(each: Named) => ({ ...each, name: set(each.name) })
  return {
    ...site,
    title: set(site.title),
    description: set(site.description),
    event: { ...site.event, name: set(site.event.name), place: set(site.event.place) },
    licence: setName(site.licence),
    rooms: site.rooms.map(setName),
    themes: site.themes.map(setName),
    ...(site.share && { share: { ...site.share, alt: set(site.share.alt) } }),
    nav: site.nav.map(setLabel),
    footer: site.footer.map(setLabel),
    reasons: site.reasons.map((reason) => ({ ...setLabel(reason), text: set(reason.text) })),
    annonce: set(site.annonce),
  }
}

function setPage(page: SourcePage, langOfSite: string): SourcePage {
  const { description, lang = langOfSite } = page.front
  const title = titleOf(page)
  return {
    ...page,
    front: {
      ...page.front,
      ...(title && { title: typeset(title, lang) }),
      ...(description && { description: typeset(description, lang) }),
    },
  }
}
