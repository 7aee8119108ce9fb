import { describeApi } from '../../worker/openapi/document'
import { operationsFor } from '../../worker/openapi/operations'
import { ApiPage } from '../../worker/openapi/view'
import { apiWordsFor } from '../../worker/openapi/words'
import { styleSourceOf } from '../../worker/site/needed-style'
import type { ApiDescription } from '../../worker/site/page-index'
import type { SiteSettings } from '../../worker/site/settings'
import { renderDocument } from '../../worker/site/shell'
import { stringsFor } from '../../worker/site/strings'
import type { Bodies } from './bodies'
import { contentHash } from './content-hash'

/** The description of the site's API, for programs and for people: the Worker has it from the build, as it has pages. */
export async function makeApiDescription(site: SiteSettings, bodies: Bodies): Promise<ApiDescription> {
  const words = apiWordsFor(site.lang)
  const html = renderDocument({
    site,
    title: words.title,
    address: '/api/',
    children: ApiPage({ t: stringsFor(site.lang), words, url: site.url, operations: operationsFor(site.licence.id) }),
  })
  const put = (folder: string, ending: string, text: string) => {
    const bytes = new TextEncoder().encode(text)
    const key = `${folder}/${contentHash(bytes)}.${ending}`
    bodies.set(key, bytes)
    return key
  }
  return {
    document: put('file', 'json', JSON.stringify(describeApi(site, words))),
    page: put('page', 'html', html),
    style: await styleSourceOf(html),
  }
}
