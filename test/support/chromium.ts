/** The browser that the benchmark measures in, too. */
export { launchChromium } from '../../cli/bench/chromium'
