import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

/**
 * A real Chromium, carried by an npm package: nothing to install by hand. The package's own arguments are left
 * aside: they are for a cloud function, run all tabs in one process and switch off what these tests rely on.
 */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: await sparticuz.executablePath(),
    // Containers run as root, where Chromium's sandbox cannot start. Every page here is our own.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  })
}
