import { gzipSync } from 'node:zlib'
import type { PageEntry } from '../../worker/site/page-index'
import { decodePath, pathOf } from '../../worker/site/paths'
import type { Content } from './read'
import type { ContentRemark } from './remarks'
import type { SourcePage } from './source-page'

type Images = NonNullable<PageEntry['images']>

const HEAVIEST_IMAGE = 200_000

/**
 * What the images of each page add to it, once its references are resolved; a page without any is not named. A page stays
 * the same when an image changes, so this is no part of what makes it.
 */
export function weighImages(content: Content, report: (remark: ContentRemark) => void): Map<SourcePage, Images> {
  const fileAt = new Map([...content.files, ...content.publicFiles].map((each) => [each.address, each]))
  const weights = new Map<string, number>()
  const imagesOf = new Map<SourcePage, Images>()
  for (const page of content.pages) {
    const asked = new Set<string>()
    for (const { token, line } of page.parsed.references) {
      const href = token.href.replace(/#.*$/s, '')
      if (token.type !== 'image' || asked.has(href)) continue
      const shown = fileAt.get(decodePath(pathOf(href)) ?? '')
      if (!shown) continue
      asked.add(href)
      const known = weights.get(shown.address)
      const weight = known ?? bytesSent(shown.address, shown.bytes)
      const { count, weight: others } = imagesOf.get(page) ?? { count: 0, weight: 0 }
      imagesOf.set(page, { count: count + 1, weight: others + weight })
      weights.set(shown.address, weight)
      if (known === undefined && weight > HEAVIEST_IMAGE)
        report({ file: page.file, line, severity: 'warning', message: tooHeavy(shown.address, weight) })
    }
  }
  return imagesOf
}

/** Images are packed already, but for drawings, which the platform compresses: https://developers.cloudflare.com/speed/optimization/content/compression/ */
function bytesSent(address: string, bytes: Uint8Array): number {
  return /\.svg$/i.test(address) ? gzipSync(bytes).length : bytes.length
}

function tooHeavy(address: string, weight: number): string {
  return `l’image ${address} pèse ${Math.ceil(weight / 1000)} ko : 200 ko au plus, car chaque visite de la page la télécharge`
}
