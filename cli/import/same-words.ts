import { typeset } from '../../worker/site/typography'

/** Whether two texts say the same; how marks and spaces are set is the site's own matter. */
export function areSameWords(one: string, other: string): boolean {
  return typeset(one, 'fr') === typeset(other, 'fr')
}
