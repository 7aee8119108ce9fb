import type { kept as French } from '../fr/kept'

export const kept: typeof French = {
  title: 'Not sent yet',
  notice: 'The site has a problem, and the fault is ours. Your text is here, nothing is lost: try again in a moment.',
  text: 'Your text',
}
