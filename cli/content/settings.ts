import { isProgramAddress } from '../../worker/site/paths'
import type { SiteSettings } from '../../worker/site/settings'
import type { Content } from './read'
import type { ContentRemark } from './remarks'

/** Faults of `site.yml` that only show beside the pages: a menu or a redirect that leads nowhere, dates that cross. */
export function checkSettings(site: SiteSettings, content: Content, report: (remark: ContentRemark) => void): void {
  const pages = new Set(content.pages.map(({ address }) => address))
  const fault = (message: string) => report({ file: 'content/site.yml', line: 1, severity: 'fault', message })

  if (site.event.end < site.event.start) fault('event : la fin vient avant le début')
  for (const { path, label } of [...site.nav, ...site.footer]) {
    if (!pages.has(path) && !isProgramAddress(path))
      fault(`nav et footer : « ${label} » mène à ${path}, qui n’existe pas`)
  }
  for (const [from, to] of Object.entries(site.redirects)) {
    if (!from.startsWith('/')) fault(`redirects : ${from} doit commencer par /`)
    if (pages.has(from)) fault(`redirects : ${from} est l’adresse d’une page`)
    if (!pages.has(to) && !isProgramAddress(to)) fault(`redirects : ${from} mène à ${to}, qui n’existe pas`)
  }
  for (const list of [site.rooms, site.themes, site.reasons]) {
    const ids = list.map(({ id }) => id)
    for (const id of new Set(ids.filter((each, n) => ids.indexOf(each) !== n))) fault(`l’id ${id} sert deux fois`)
  }
}
