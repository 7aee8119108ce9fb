/** How long what nobody needs any more is kept, unless `site.yml` says otherwise. No schema here: the Worker does without. */
export const defaultRetention = { rejected: 90, spam: 30, sessions: 7, limits: 24 }
