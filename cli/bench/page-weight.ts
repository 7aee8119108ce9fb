import type { Browser } from 'playwright-core'

/** What a visitor's browser loads for one page, as EcoIndex's own scraper counts it. */
type PageWeight = {
  requests: number
  /** Kilobytes (1000 bytes) on the wire, headers included. */
  kilobytes: number
  /** Elements, without those inside an SVG. */
  elements: number
  /** Hosts other than the page's own that it asks, whether they answer or not. */
  thirdParties: string[]
  /** Programs; blocks of data (JSON-LD) are none. */
  scripts: number
  cookies: number
}

/**
 * Opens the page in a browser that knows nothing of the site yet, at the scraper's 1920 × 1080.
 * @param cookie `NAME=VALUE` of who is signed in.
 */
export async function weighPage(browser: Browser, url: string, cookie?: string): Promise<PageWeight> {
  const context = await browser.newContext({
    viewport: { width: 1920, height: 1080 },
    ...(cookie && { extraHTTPHeaders: { Cookie: cookie } }),
  })
  try {
    const page = await context.newPage()
    const sizes: Promise<number>[] = []
    const hosts = new Set<string>()
    page.on('request', (request) => hosts.add(new URL(request.url()).host))
    page.on('requestfinished', (request) => {
      if (request.url().startsWith('data:')) return
      sizes.push(
        request.sizes().then(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize),
      )
    })
    await page.goto(url, { waitUntil: 'networkidle' })
    await page.mouse.wheel(0, 100_000)
    await page.waitForTimeout(100)
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    return {
      requests: sizes.length,
      kilobytes: bytes / 1000,
      elements: await page.evaluate(
        () => document.querySelectorAll('*').length - document.querySelectorAll('svg *').length,
      ),
      thirdParties: [...hosts].filter((host) => host !== '' && host !== new URL(url).host),
      scripts: await page.evaluate(
        () => [...document.scripts].filter(({ type }) => type !== 'application/ld+json').length,
      ),
      cookies: (await context.cookies()).length,
    }
  } finally {
    await context.close()
  }
}
