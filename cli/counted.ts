/** `1 séance`, `2 séances`; in French none is one. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count > 1 ? many : one}`
}
