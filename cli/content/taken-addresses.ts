import { isProgramAddress } from '../../worker/site/paths'
import { bodyFile, markdownFile } from './body-files'
import type { Content } from './read'
import { type ContentRemark, wholeFile } from './remarks'

/** Two files for one address, an address of the program's own, and files of `public/` that would hide either. */
export function reportTakenAddresses(content: Content, report: (remark: ContentRemark) => void): void {
  const takers = new Map<string, string>()
  for (const { file, address } of [...content.pages, ...content.files]) {
    const other = takers.get(address)
    if (isProgramAddress(address)) report(wholeFile(file, `l’adresse ${address} est celle du programme lui-même`))
    if (other) report(wholeFile(file, sameAddress(file, other, address)))
    takers.set(address, file)
  }
  for (const { file, address } of content.files) {
    const other = takers.get(pageBehind(address))
    if (other && pageBehind(address) !== address) report(wholeFile(file, `cette adresse mène à ${other} : ${address}`))
  }
  for (const { file, address } of content.publicFiles) {
    // The platform would read it, and answer for the program: https://developers.cloudflare.com/workers/static-assets/redirects/
    if (address === '/_redirects') report(wholeFile(file, 'les redirections se disent dans content/site.yml'))
    const other = answererOf(takers, address)
    if (isProgramAddress(address)) report(wholeFile(file, `l’adresse ${address} est celle du programme lui-même`))
    if (other) report(wholeFile(file, `cacherait ${other}`))
  }
}

/** Two names may look the same: é is one sign, or an e and its accent. https://unicode.org/reports/tr15/ */
function sameAddress(file: string, other: string, address: string): string {
  if (file.normalize() !== other.normalize()) return `la même adresse que ${other} : ${address}`
  return 'un autre fichier a ce nom, aux accents codés autrement (en deux signes ou en un) : gardez l’un des deux'
}

/** Which of these files, by their addresses, whoever asks for an address gets; be it as `/a` or `/a.html` for `/a/`. */
export function answererOf(files: Map<string, string>, address: string): string | undefined {
  return files.get(address) ?? files.get(pageBehind(address)) ?? files.get(address.replace(/\/*$/, '/'))
}

/** The page that another address of it leads to: `/a.html`, `/a/index.html` and `/a.md` → `/a/`. */
export function pageBehind(address: string): string {
  return address.replace(/(?:\/index)?\.(?:html|md)$/, '/')
}

/** In `dist/` every address is a file: two pages whose Markdown would be one, and a file where others need a folder. */
export function reportSharedPlaces({ pages, files }: Content, report: (remark: ContentRemark) => void): void {
  const places = new Map(files.map(({ file, address }) => [address.slice(1), { file, address }]))
  for (const { file, address } of pages) {
    const other = places.get(markdownFile(address))
    if (other && other.address !== address) {
      report(wholeFile(file, `la même adresse en Markdown que ${other.file} : /${markdownFile(address)}`))
    }
    places.set(markdownFile(address), { file, address })
  }
  const paths = [
    ...pages.map(({ file, address }) => ({ file, path: bodyFile(address) })),
    ...files.map(({ file, address }) => ({ file, path: address.slice(1) })),
  ]
  for (const { file, path } of paths) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const other = places.get(path.slice(0, at))
      if (other) report(wholeFile(other.file, `un dossier de ce nom est là pour ${file} : donnez-lui un autre nom`))
    }
  }
}
