import { readdir } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { fileAddress, isProgramAddress, pageAddress } from '../../worker/site/paths'
import { CommandError } from '../command'
import { formatRemarks } from '../content/remarks'
import { type ContentChange, presentFile, remarksAfter, writeChange } from './content-change'
import { type Foreign, formatForeign, symbolicLink } from './foreign'
import { foreignPage } from './mkdocs-page'
import { menuOf, readMkdocs } from './mkdocs-settings'
import { slugOf } from './slug'
import { silently, type Tell } from './tell'
import { decodeText, readImported } from './text-file'

/**
 * Brings an MkDocs folder into `content/`, its files where they stood. What cannot be carried is said with file and line.
 * @param folder The project (with mkdocs.yml) or its docs/ folder.
 * @throws CommandError when a file would be overwritten (without `force`) or cannot be read: nothing was written.
 */
export async function importMkdocs(
  root: string,
  folder: string,
  { rehearsal, force }: { rehearsal: boolean; force: boolean },
  tell: Tell = silently,
): Promise<string[]> {
  const { docs, settings } = await readMkdocs(folder)
  const foreign: Foreign[] = []
  const names = await filesIn(docs, (each) => foreign.push(each))
  if (!names.some((name) => name.endsWith('.md'))) throw new CommandError(`${docs} ne contient aucune page .md.`)
  tell(names.length, (count) => `${count} fichiers à lire, puis à vérifier…`)
  const places = placesFor(names, (each) => foreign.push(each))
  const change: ContentChange = { written: new Map(), removed: new Set() }
  for (const [name, path] of places) {
    const bytes = await readImported(join(docs, name))
    if (!name.endsWith('.md')) change.written.set(path, bytes)
    else
      change.written.set(
        path,
        foreignPage(name, decodeText(join(docs, name), bytes), places, (each) => foreign.push(each)),
      )
  }
  const menu = menuOf(settings, places, (each) => foreign.push(each))
  const site = await presentFile(root, 'content/site.yml')
  if (menu && site && force) change.written.set('content/site.yml', menu.write(new TextDecoder().decode(site)))
  await refuseOverwriting(root, change, force)

  const remarks = await remarksAfter(root, change)
  if (!rehearsal) await writeChange(root, change)
  const pages = [...places.keys()].filter((name) => name.endsWith('.md')).length
  return [
    ...formatForeign(foreign),
    ...(remarks.length > 0 ? [`Le contenu, une fois repris, a encore :\n${formatRemarks(remarks)}`] : []),
    ...(menu && !force ? [`Le menu de mkdocs.yml, à copier dans content/site.yml (ou --force) :\n${menu.text}`] : []),
    `${pages} page${pages > 1 ? 's' : ''} et ${places.size - pages} fichier${places.size - pages > 1 ? 's' : ''} ${rehearsal ? 'seraient repris' : 'repris'}.`,
  ]
}

async function filesIn(docs: string, report: (foreign: Foreign) => void): Promise<string[]> {
  const entries = await readdir(docs, { recursive: true, withFileTypes: true })
  const shown = entries
    .map((entry) => ({
      entry,
      name: join(entry.parentPath, entry.name)
        .slice(docs.length + 1)
        .replaceAll('\\', '/'),
    }))
    .filter(({ name }) => !name.split('/').some((each) => each.startsWith('.')))
  for (const { entry, name } of shown) {
    if (!entry.isSymbolicLink()) continue
    report(symbolicLink(name))
  }
  return shown
    .filter(({ entry }) => entry.isFile())
    .map(({ name }) => name)
    .sort()
}

/**
 * Each file's place in `content/`; a name that makes no address is written otherwise, what has no place is said. Names that
 * stay as they are come first: none of them gives its address to one that is rewritten.
 */
function placesFor(names: string[], report: (foreign: Foreign) => void): Map<string, string> {
  const places = new Map<string, string>()
  const taken = new Map<string, string>()
  const wishes = names.map((name) => {
    const isIndex = /(?:^|\/)README\.md$/.test(name) && !names.includes(posix.join(posix.dirname(name), 'index.md'))
    const asked = isIndex ? name.replace(/README\.md$/, 'index.md') : name
    return { name, asked, isAddress: addressOf(asked) !== null }
  })
  for (const { name, asked, isAddress } of wishes.sort((a, b) => Number(b.isAddress) - Number(a.isAddress))) {
    const whole = (message: string) => report({ file: name, line: 1, message })
    if (/\.(?:css|js|mjs|html|py|yml|yaml|toml)$/i.test(name)) {
      whole('le site n’a ni styles, ni scripts, ni gabarits de ses pages')
      continue
    }
    const path = isAddress ? asked : addressable(asked)
    const address = addressOf(path)
    const other = address && taken.get(address)
    if (address === null) whole('son nom ne fait pas une adresse : renommez-le')
    else if (other) whole(`son adresse ${address} est celle de ${other} : renommez l’un des deux`)
    else if (isProgramAddress(address))
      whole(`l’adresse ${address} est celle du programme lui-même : renommez le fichier`)
    else {
      taken.set(address, name)
      places.set(name, `content/${path}`)
    }
  }
  return places
}

function addressOf(path: string): string | null {
  return path.endsWith('.md') ? pageAddress(path) : fileAddress(path)
}

function addressable(name: string): string {
  return name
    .split('/')
    .map((segment) => {
      const ending = /\.[A-Za-z0-9]+$/.exec(segment)?.[0] ?? ''
      return slugOf(segment.slice(0, segment.length - ending.length)) + ending
    })
    .join('/')
}

async function refuseOverwriting(root: string, { written }: ContentChange, force: boolean): Promise<void> {
  if (force) return
  const others: string[] = []
  for (const [path, content] of written) {
    const present = await presentFile(root, path)
    if (present && !Buffer.from(present).equals(Buffer.from(content))) others.push(path)
  }
  if (others.length > 0) {
    throw new CommandError(
      `Ces fichiers existent déjà et seraient remplacés : ${others.join(', ')}\nRien n’a été écrit. Déplacez-les, ou relancez avec --force.`,
    )
  }
}
