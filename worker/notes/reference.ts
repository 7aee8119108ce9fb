/**
 * References that are easy to say aloud and to write down: a short word and a number, `GLAZ-12`. Each word stands
 * once for each number, so a reference names one note. The list must never change: references are not stored.
 */
const words = [
  'GLAZ AJONC GRANIT MENEZ LANDE PHARE GALET ESTRAN VAGUE BRUME SABLE ALGUE VOILE CORAIL DUNE ROCHE LICHEN MOUSSE',
  'SARRASIN POMME CIDRE LAINE TALUS SENTIER MOULIN FOURNIL TOURBE RIVAGE CRIQUE BALISE AMARRE RAME',
].flatMap((line) => line.split(' '))

/** @param seq The note's own number in the order of arrival, from 1. */
export function referenceOf(seq: number): string {
  const place = seq - 1
  return `${words[place % words.length]}-${Math.floor(place / words.length) + 1}`
}

/** The number behind a reference as a person types it; 0: it is none. */
export function seqOf(reference: string): number {
  const [, word = '', number = '0'] = /^([A-Z]+)-([1-9]\d{0,8})$/.exec(reference.trim().toUpperCase()) ?? []
  const place = words.indexOf(word)
  return place === -1 ? 0 : (Number(number) - 1) * words.length + place + 1
}
