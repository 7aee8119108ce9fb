import { counted } from './counted'

/**
 * What to say of notes that KV shows and the base does not know.
 * @param source What the base was filled from, in French with its article.
 * @returns Lines; none when there is no such note.
 */
export function aboutStrangers(ids: string[], source: string, { remote }: { remote: boolean }): string[] {
  if (ids.length === 0) return []
  const stand = counted(
    ids.length,
    `note publiée après ${source} a encore une page et n’est plus dans la base`,
    `notes publiées après ${source} ont encore une page et ne sont plus dans la base`,
  )
  return [
    `${stand}. Copiez ce que vous voulez garder, puis « npm run repair${remote ? ' -- --remote' : ''} » enlève le reste :`,
    ...ids.map((id) => `  /notes/${id}/`),
  ]
}
