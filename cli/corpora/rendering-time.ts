import { renderNote } from '../../worker/site/note-markdown'

/**
 * A note may take this many times what an ordinary one of the same greatest length takes. The slowest that are let in take
 * ten times that, and twenty where other programs crowd the memory; what marked does badly took 94 to 129 (November 2026).
 */
export const MAX_RATIO = 30

/** How often what looks slow is rendered. */
const TRIES = 6

/**
 * The best of a few for what looks slow, each beside an ordinary note of the same moment: the machine has other things to
 * do, more of them at one time than at another.
 */
export function timed(text: string, ordinary: number): { html: string; ratio: number } {
  let ratio = Number.POSITIVE_INFINITY
  let html = ''
  for (let tries = 0; tries < TRIES && ratio > MAX_RATIO / 2; tries++) {
    const beside = tries === 0 ? ordinary : ordinaryTime()
    const start = process.cpuUsage()
    html = renderNote(text)
    ratio = Math.min(ratio, computed(start) / beside)
  }
  return { html, ratio }
}

/** Microseconds of the processor since then: a long text would wait for others more often than a short one. */
function computed(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return user + system
}

/** Microseconds of a rich note of the greatest length, the best of several. */
export function ordinaryTime(): number {
  const part = '## Titre\n\nUn **texte** avec [un lien](https://a.example) et `code`.\n\n- un\n- deux\n  - trois\n\n'
  const note = part.repeat(Math.floor(20_000 / part.length))
  const times = Array.from({ length: 8 }, () => {
    const start = process.cpuUsage()
    renderNote(note)
    return computed(start)
  })
  return Math.min(...times)
}
