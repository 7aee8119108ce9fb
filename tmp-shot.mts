import { launchChromium } from './test/support/chromium'

const b = await launchChromium()
const pages = process.argv.slice(2)
for (const [w, h] of [
  [320, 700],
  [1280, 900],
])
  for (const scheme of ['light', 'dark'] as const) {
    const c = await b.newContext({ viewport: { width: w, height: h }, colorScheme: scheme })
    const p = await c.newPage()
    for (const path of pages) {
      await p.goto('http://127.0.0.1:8787' + path)
      await p.screenshot({ path: `/tmp/shots/${path.replaceAll('/', '_')}-${w}-${scheme}.png`, fullPage: w === 320 })
    }
  }
await b.close()
