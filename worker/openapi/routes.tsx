import type { Context } from 'hono'
import type { AppContext } from '../env'
import { publishedIndex } from '../published-index'
import { replyPage } from '../reply'
import { Room } from '../room'
import { stringsFor } from '../site/strings'
import { describeApi } from './document'
import { operationsFor } from './operations'
import { ApiPage } from './view'

/** The API described, for programs and for people; and who else may read it. */
export const apiDescription = new Room()

/** Any site may read what is public: published notes and the description. Nothing that changes something. */
apiDescription.use('/api/notes', readableElsewhere)
apiDescription.use('/api/notes/*', readableElsewhere)
apiDescription.use('/api/openapi.json', readableElsewhere)

apiDescription.get('/api/openapi.json', async (c) => {
  const { site } = await publishedIndex(c)
  c.header('Cache-Control', 'public, max-age=300')
  return c.json(describeApi(site, stringsFor(site.lang)))
})

apiDescription.get('/api/', async (c) => {
  const { site } = await publishedIndex(c)
  const t = stringsFor(site.lang)
  c.header('Cache-Control', 'public, max-age=0, must-revalidate')
  const children = <ApiPage t={t} url={site.url} operations={operationsFor(site.licence.id)} />
  return replyPage(c, { site, title: t.api.title, address: '/api/', children })
})

/** https://fetch.spec.whatwg.org/#http-cors-protocol: faults too, or a program could not read why. */
async function readableElsewhere(c: Context<AppContext>, next: () => Promise<void>): Promise<void> {
  await next()
  if (c.req.method === 'GET' || c.req.method === 'HEAD') c.header('Access-Control-Allow-Origin', '*')
}
