import { type XmlNode, xmlDocument } from './xml'

export type AtomEntry = {
  /** An address that never changes; also where the entry is read. */
  url: string
  title: string
  author: string
  /** RFC 3339, UTC. */
  published: string
  updated: string
  /** Finished HTML. */
  html: string
}

type AtomFeed = {
  /** Address of the feed, and its id for ever. */
  url: string
  title: string
  lang: string
  /** The page that the feed follows. */
  page: string
  rights: string
  /** When nothing has happened yet. */
  begun: string
  entries: AtomEntry[]
}

/** An Atom feed, RFC 4287, newest entry first. */
export function atomFeed({ url, title, lang, page, rights, begun, entries }: AtomFeed): string {
  return xmlDocument({
    feed: {
      '@xmlns': 'http://www.w3.org/2005/Atom',
      '@xml:lang': lang,
      id: url,
      title,
      updated: [begun, ...entries.map((entry) => entry.updated)].toSorted().at(-1),
      link: [
        { '@rel': 'self', '@type': 'application/atom+xml', '@href': url },
        { '@rel': 'alternate', '@type': 'text/html', '@href': page },
      ],
      rights,
      generator: 'Kesako',
      entry: entries.map(entryNode),
    },
  })
}

function entryNode({ url, title, author, published, updated, html }: AtomEntry): XmlNode {
  return {
    id: url,
    title,
    author: { name: author },
    published,
    updated,
    link: { '@rel': 'alternate', '@type': 'text/html', '@href': url },
    content: { '@type': 'html', '#text': html },
  }
}
