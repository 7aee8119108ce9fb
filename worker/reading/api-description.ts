import type { Context } from 'hono'
import type { AppContext } from '../env'
import { publishedIndex } from '../published-index'
import { Room } from '../room'
import type { ApiDescription, PageIndex } from '../site/page-index'
import { Unavailable } from '../site/unavailable'
import { storesOf } from '../stores'
import { finishedOnce } from './finished-once'
import { finishPage, sendPage } from './finished-page'
import { publishedBody } from './published-body'
import { sendFile } from './published-file'

/** The API described, for programs and for people, as the build left it; and who else may read it. */
export const apiDescription = new Room()

/** Any site may read what is public: published notes and the description. Nothing that changes something. */
apiDescription.use('/api/notes', readableElsewhere)
apiDescription.use('/api/notes/*', readableElsewhere)
apiDescription.use('/api/openapi.json', readableElsewhere)

apiDescription.get('/api/openapi.json', async (c) => {
  const index = await publishedIndex(c)
  return sendFile(c, index.site, '/api/openapi.json', descriptionIn(index).document)
})

apiDescription.get('/api/', async (c) => {
  const index = await publishedIndex(c)
  const { page, style } = descriptionIn(index)
  const finished = await finishedOnce('/api/', [index], async () => {
    const body = await publishedBody(storesOf(c), `${index.site.url}/api/index.html`, page)
    return finishPage(await body.text(), style)
  })
  return sendPage(c, finished)
})

function descriptionIn({ api }: PageIndex): ApiDescription {
  if (!api) throw new Unavailable('The API is described by the next publication.')
  return api
}

/** https://fetch.spec.whatwg.org/#http-cors-protocol: faults too, or a program could not read why. */
async function readableElsewhere(c: Context<AppContext>, next: () => Promise<void>): Promise<void> {
  await next()
  if (c.req.method === 'GET' || c.req.method === 'HEAD') c.header('Access-Control-Allow-Origin', '*')
}
