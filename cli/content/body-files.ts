import { markdownAddress } from '../../worker/site/paths'

/** Where in `dist/` a page stands: where a browser that opens the folder looks for it. */
export function bodyFile(address: string): string {
  return `${address.slice(1)}index.html`
}

export function markdownFile(address: string): string {
  return markdownAddress(address).slice(1)
}
