// Runs in workerd beside the site's Worker, or without it, and does there what Node asks of the stores
// (stores-from-node.ts): one request for each call. Plain JavaScript without imports, because workerd gets it as it is.

export default {
  /** @param {Request} request Its path names what is called, its query or its body holds the arguments as JSON. */
  async fetch(request, { KEY, PAGES, DB, SITE }) {
    if (request.headers.get('Authorization') !== KEY) return new Response(null, { status: 403 })
    const { pathname, searchParams } = new URL(request.url)
    try {
      if (pathname === '/DB/batch') {
        return Response.json(await DB.batch((await request.json()).map((each) => statement(DB, each))))
      }
      if (pathname === '/DB/exec') return Response.json(await DB.exec(await request.json()))
      const [, store, method] = pathname.split('/')
      if (store === 'DB') {
        const { args, ...asked } = await request.json()
        return Response.json(await statement(DB, asked)[method](...args))
      }
      if (pathname === '/PAGES/put') {
        const [key, options] = JSON.parse(searchParams.get('args'))
        await PAGES.put(key, await request.arrayBuffer(), options)
        return Response.json(null)
      }
      if (store === 'PAGES') {
        const value = await PAGES[method](...(await request.json()))
        if (value instanceof ArrayBuffer) return new Response(value)
        return Response.json(value instanceof Map ? [...value] : (value ?? null))
      }
      if (pathname === '/SITE/scheduled') {
        const { cron, scheduledTime } = await request.json()
        await SITE.scheduled({ cron, scheduledTime: new Date(scheduledTime) })
        return Response.json(null)
      }
      return new Response(null, { status: 404 })
    } catch (error) {
      return Response.json(String(error?.message ?? error), { status: 500 })
    }
  },
}

function statement(db, { sql, values }) {
  const prepared = db.prepare(sql)
  return values.length === 0 ? prepared : prepared.bind(...values)
}
