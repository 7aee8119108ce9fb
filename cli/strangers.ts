/**
 * What to say of notes that KV shows and the base does not know.
 * @param source What the base was filled from, in French with its article.
 * @returns Lines; none when there is no such note.
 */
export function aboutStrangers(ids: string[], source: string, { remote }: { remote: boolean }): string[] {
  if (ids.length === 0) return []
  return [
    `publiées après ${source}, ces ${ids.length} notes ont encore une page et ne sont plus dans la base. Copiez ce que vous voulez garder, puis « npm run repair${remote ? ' -- --remote' : ''} » les enlève :`,
    ...ids.map((id) => `  /notes/${id}/`),
  ]
}
