import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

/** A real Chromium, carried by an npm package: nothing to install by hand. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: [...sparticuz.args.filter((arg) => !arg.startsWith('--headless')), '--disable-background-networking'],
    headless: true,
  })
}
