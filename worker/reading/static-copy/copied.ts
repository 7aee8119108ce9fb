import type { PageIndex, PublishedSession } from '../../site/page-index'
import { addressOfPage } from '../../site/page-index'
import { markdownAddress } from '../../site/paths'
import { eventDays } from '../programme/sessions'

/**
 * What the copy holds: address on the site → where a link to it leads, from the copy's root, with an anchor where the
 * address is a place on a page.
 */
export type Copied = Map<string, string>

/**
 * Every address of the copy. What only the site itself can do is not among them: forms, the search, what runs now.
 * @param notes Id of each published note → id of its page.
 */
export function copiedAddresses(index: PageIndex, sessions: PublishedSession[], notes: Map<string, string>): Copied {
  const addresses = [
    ...Object.keys(index.pages),
    ...Object.keys(index.files),
    ...Object.entries(index.pages).flatMap(([address, { notes: takesNotes, markdown }]) => [
      ...(markdown === undefined ? [] : [markdownAddress(address)]),
      ...(takesNotes && address !== '/' ? [`${address}feed.xml`] : []),
    ]),
    ...sessions.flatMap(({ address }) => [`${address}session.ics`, `${address}affiche/`]),
    ...['/programme/', '/nouveautes/', '/plan/', '/actes/', '/feed.xml'],
    ...['/schedule.ics', '/schedule.json', '/schedule.xml'],
    ...eventDays(index.site).flatMap((day) => [`/programme/${day}/`, `/programme/${day}/affiches/`]),
  ]
  return new Map([
    ...addresses.map((address): [string, string] => [address, fileOf(address)]),
    ...[...notes].map(([id, page]): [string, string] => [
      `/notes/${id}/`,
      `${fileOf(addressOfPage(index, page) ?? '/actes/')}#note-${id}`,
    ]),
  ])
}

/** `/a/b/` → `/a/b/index.html`; a file is its own. */
export function fileOf(address: string): string {
  return address.endsWith('/') ? `${address}index.html` : address
}
