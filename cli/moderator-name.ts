import { nameAsStored, nameFault } from '../worker/moderation/moderators'
import { stringsFor } from '../worker/site/strings'
import { CommandError } from './command'

/**
 * The name of who is to have a key, by the rule of the team's page.
 * @throws CommandError with that page's sentence.
 */
export function moderatorName(typed: string): string {
  const name = nameAsStored(typed)
  const fault = nameFault(name)
  if (fault) throw new CommandError(stringsFor('fr').team[fault])
  return name
}
