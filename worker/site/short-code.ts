import { stableNumber } from './stable-number'

/** Letters and digits that neither look nor sound alike in French: no B beside 8, no D beside T, no O, no I. */
const alphabet = 'AFHJKLMRTUWXY23456789'

const LENGTH = 5

/** What a code may look like, in capitals. */
export const shortCodePattern = new RegExp(`^[${alphabet}]{${LENGTH}}$`)

/**
 * The code of a page on its poster: `/n/K7F3R`. It comes from the page's id alone, so it stays when the page moves and
 * when others are added. Four million codes: among 200 sessions, two are the same in one event of two hundred; the
 * build then says so.
 */
export function shortCode(id: string): string {
  let rest = stableNumber(id)
  let code = ''
  for (let n = 0; n < LENGTH; n++) {
    code += alphabet[rest % alphabet.length]
    rest = Math.floor(rest / alphabet.length)
  }
  return code
}
