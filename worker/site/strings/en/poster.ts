import type { poster as French } from '../fr/poster'

export const poster: typeof French = {
  title: (session) => `Poster: ${session}`,
  dayTitle: (day) => `Posters: ${day}`,
  about: 'To be printed on A4, one poster a page and nothing else.',
  calls: {
    open: 'Write a note about this session',
    closed: 'Read the notes about this session',
    none: 'Read the page of this session',
  },
  scan: 'Point your phone at this square, or type this address:',
  qr: (address) => `QR code: ${address}`,
  none: 'No session is announced for that day, so there is no poster to print.',
  unknownTitle: 'This short address leads to no session',
  unknown: 'Please check the five signs on the poster: there is no O, no I, no zero and no 1. Or choose the session:',
}
