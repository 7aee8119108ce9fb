/** Says that long work has begun: fewer of what it takes are quick enough to be silent. */
export type Tell = (count: number, words: (count: number) => string) => void

const MANY = 200

export const tellLongWork: Tell = (count, words) => {
  if (count > MANY) console.log(`  ${words(count)}`)
}

export const silently: Tell = () => {}
