/** Says how far long work is, a line every `step`; shorter work is quick enough to be silent. */
export function everySo(what: string, step: number): (done: number) => void {
  let said = 0
  return (done) => {
    if (done - said < step) return
    said = done
    console.log(`  ${done} ${what}`)
  }
}
