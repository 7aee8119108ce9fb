/** Where to go after signing in: a page of moderation on this host, whatever the form says. Never more than a path. */
export function wayIn(suite: unknown): string {
  const base = 'https://host.invalid'
  const url = typeof suite === 'string' && URL.canParse(suite, base) ? new URL(suite, base) : null
  return url && /^\/moderation\/(?!connexion)/.test(url.pathname) ? url.pathname + url.search : '/moderation/'
}
