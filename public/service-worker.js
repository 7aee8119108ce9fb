/*
 * Offline by choice: /hors-connexion/ switches this on and off. Network first, with three seconds of patience; what a
 * person keeps as a secret, moderators' pages, programs' calls and everything that is sent never come through here.
 */

const CACHE = 'kesako'
const PATIENCE_MS = 3_000
const KEPT_AT = 'X-Kept-At'
/** What a copy says of itself, as the page that switched this on put it. */
const NOTICE = '/service-worker.json'
const NEVER = /^\/(?:suivi|moderation|api|healthz)(?:\/|$)|\/signaler\/$/

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self))

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()))
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()))
worker.addEventListener('message', (event) => event.waitUntil(keepAll(event)))
worker.addEventListener('fetch', (event) => {
  const { origin, pathname } = new URL(event.request.url)
  if (event.request.method !== 'GET' || origin !== location.origin || NEVER.test(pathname)) return
  event.respondWith(answer(event))
})

/** @param {FetchEvent} event */
async function answer(event) {
  const { request } = event
  const { pathname, search } = new URL(request.url)
  const network = fetch(request).catch(() => null)
  const store = caches.open(CACHE)
  // The one form that is kept lets choose the session.
  const copy = await copyOf(store, pathname === '/contribuer/' ? pathname : pathname + search)
  // However late it comes: where the network is slow, the first copy would be shown for ever.
  if (copy && search === '') event.waitUntil(network.then((response) => keepAnswer(store, pathname, response)))
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null))
  const response = await (copy ? Promise.race([network, patience]) : network)
  if (response && (response.status < 500 || !copy)) return response
  const shown = copy ?? (request.mode === 'navigate' ? await nearest(store, pathname) : undefined)
  return shown ? withItsHour(store, shown).catch(() => shown) : Response.error()
}

/**
 * None where the device's store is broken: the network answers all the same.
 * @param {Promise<Cache>} store @param {string} address
 */
const copyOf = (store, address) => store.then((cache) => cache.match(address)).catch(() => undefined)

/**
 * The kept page that an address with a query or without its last slash means; a poster's means the form, where the session
 * is to be chosen. Else the page that says what is kept.
 * @param {Promise<Cache>} store @param {string} pathname
 */
async function nearest(store, pathname) {
  for (const path of [/^\/n\/./.test(pathname) ? '/contribuer/' : pathname, `${pathname}/`, '/hors-connexion/']) {
    const copy = await copyOf(store, path)
    if (copy) return copy
  }
  return undefined
}

/** @param {ExtendableMessageEvent} event Its data: the addresses to keep, how many of them come first uncounted, what a copy says. */
async function keepAll({ data: { addresses, beside = 0, notice, lang }, source }) {
  const store = caches.open(CACHE)
  // Without its hour a copy would pass for the page of the moment, so none is kept where this cannot be.
  const said = store.then((cache) => cache.put(NOTICE, Response.json({ notice, lang })))
  let [kept, missing] = [0, 0]
  for (const [n, address] of addresses.entries()) {
    const done = n + 1 - beside
    const isKept = await said
      .then(() => fetch(address, { cache: 'no-cache' }))
      .then((response) => (response.status >= 500 ? null : keep(store, address, response)))
      .catch(() => null)
    if (isKept === null) missing++
    else if (isKept && done > 0) kept++
    if (done > 0) source?.postMessage({ done, total: addresses.length - beside, kept, missing })
  }
}

/**
 * @param {Promise<Cache>} store @param {string} address @param {Response} response
 * @returns {Promise<boolean>} Whether it is there now; a redirect, a fault and an address that is no more are not.
 */
async function keep(store, address, response) {
  if (!response.ok || response.redirected) return false
  const headers = new Headers({ [KEPT_AT]: new Date().toISOString() })
  for (const name of ['Content-Type', 'Content-Security-Policy', 'Referrer-Policy', 'X-Content-Type-Options']) {
    headers.set(name, response.headers.get(name) ?? '')
  }
  const cache = await store
  await cache.put(address, new Response(await response.blob(), { headers }))
  return true
}

/**
 * The device may be full: what cannot be kept is read all the same.
 * @param {Promise<Cache>} store @param {string} address @param {Response | null} response Read by nobody yet.
 */
async function keepAnswer(store, address, response) {
  if (response) await keep(store, address, response.clone()).catch(() => null)
}

/** @param {Promise<Cache>} store @param {Response} copy */
async function withItsHour(store, copy) {
  const said = await copyOf(store, NOTICE)
  const keptAt = copy.headers.get(KEPT_AT)
  if (!copy.headers.get('Content-Type')?.startsWith('text/html') || !said || !keptAt) return copy
  const { notice, lang } = await said.json()
  const time = new Date(keptAt)
  const day = time.toLocaleDateString(lang, { weekday: 'long', day: 'numeric', month: 'long' })
  const text = notice
    // Browsers write « 1 août ».
    .replace('{day}', lang === 'fr' ? day.replace(' 1 ', ' 1er ') : day)
    .replace('{h}', String(time.getHours()))
    .replace('{m}', String(time.getMinutes()).padStart(2, '0'))
  const aside = `<aside class="annonce" role="status"><p>${text}</p></aside>`
  const html = (await copy.text()).replace('<main', `${aside}<main`)
  return new Response(html, { headers: copy.headers })
}
