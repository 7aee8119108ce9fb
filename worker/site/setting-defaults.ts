import type { SiteSettings } from './settings'

/** How long what nobody needs any more is kept, unless `site.yml` says otherwise. No schema here: the Worker does without. */
export const defaultRetention = { rejected: 90, spam: 30, sessions: 7, limits: 24 }

/** What an index says nothing of that was published before these settings were there. A deploy comes before a publish. */
export const unsaidSettings: Pick<SiteSettings, 'footer' | 'retention' | 'legal'> = {
  footer: [],
  retention: defaultRetention,
  legal: { publisher: '', address: '', phone: '', director: '', contact: '', host: '' },
}
