/** A store did not answer, and nothing remembered could stand in for it: 503, try again in a minute. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
}
