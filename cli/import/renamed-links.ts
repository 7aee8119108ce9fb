import { posix } from 'node:path'
import { encodePath, pageAddress } from '../../worker/site/paths'
import type { SourcePage } from '../content/source-page'
import { presentFile } from './content-change'

/**
 * The pages whose links lead to a file that moves, with those links set to its new address.
 * @param moved Old file → new file, relative to the project.
 * @param written What is written already; it stands for what is on disk.
 */
export async function renamedLinks(
  root: string,
  pages: SourcePage[],
  moved: Map<string, string>,
  written: Map<string, string | Uint8Array>,
): Promise<Map<string, string>> {
  const changed = new Map<string, string>()
  if (moved.size === 0) return changed
  const targets = new Map(
    [...moved].flatMap(([from, to]) => [[from, addressOf(to)] as const, [addressOf(from), addressOf(to)] as const]),
  )
  for (const { file, address } of pages) {
    const path = moved.get(file) ?? file
    const present = written.get(path) ?? (await presentFile(root, file)) ?? ''
    const before = typeof present === 'string' ? present : new TextDecoder().decode(present)
    const after = before.replace(
      /(\]\(<?|^\s*\[[^\]]+\]:\s*<?|href=")([^\s)>"#?]+)/gm,
      (all, opening: string, href: string) => {
        const [, to = href, part = ''] = programPart.exec(href) ?? []
        const target = targets.get(fileBehind(to, file)) ?? targets.get(addressBehind(to, address))
        return target === undefined ? all : opening + encodePath(target) + part
      },
    )
    if (after !== before) changed.set(path, after)
  }
  return changed
}

/** What the program makes of a page stands under its address. */
const programPart = /^(.*\/)(affiche\/?|session\.ics|feed\.xml)$/

function fileBehind(href: string, from: string): string {
  return href.startsWith('/') ? '' : posix.join(posix.dirname(from), href)
}

function addressBehind(href: string, from: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(href) || !URL.canParse(href, `http://site.invalid${encodePath(from)}`)) return ''
  const { pathname } = new URL(href, `http://site.invalid${encodePath(from)}`)
  return pathname.endsWith('/') ? pathname : `${pathname}/`
}

function addressOf(file: string): string {
  return pageAddress(file.slice('content/'.length)) ?? '/'
}
