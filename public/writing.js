/** @type {Record<string, string>} */
const words = JSON.parse(document.currentScript?.dataset.words ?? '{}')
const lang = document.documentElement.lang

let store = /** @type {Storage} */ ({})
try {
  store = localStorage ?? store
} catch {}
const PATIENCE_MS = 10_000
const RETRY_MS = 60_000

const kept = {
  /** @returns {Kept[]} */
  all: () =>
    Object.keys(store)
      .filter((name) => /^(note|sent):/.test(name))
      .map((name) => JSON.parse(store[name]))
      .sort((a, b) => b.at - a.at),
  /** @param {string} key @returns {Kept | null} */
  get: (key) => JSON.parse(store[`note:${key}`] ?? null),
  /** @param {Kept} note */
  put(note) {
    try {
      store.setItem(nameOf(note), JSON.stringify(note))
      return true
    } catch {}
  },
  /** @param {Named} note */
  drop: (note) => delete store[nameOf(note)],
}

/** @param {Named} note */
const nameOf = ({ key, receipt }) => (receipt ? `sent:${receipt}` : `note:${key}`)

const noteForm = () => document.querySelector('main [name=body]')?.closest('form')

/** @param {Document} page */
const referenceIn = (page) => page.querySelector('[data-reference]')?.getAttribute('data-reference')

/** @type {Post} */
const post = async (address, fields) => {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS)
  try {
    const response = await fetch(address, {
      method: 'POST',
      body: new URLSearchParams(fields),
      signal: patience.signal,
    })
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    const { status, ok, redirected, url } = response
    const receipt = url.startsWith(`${location.origin}/suivi/`) && ok && redirected && new URL(url).pathname
    const reference = referenceIn(page)
    if (receipt && reference) return { status, page, url, receipt, reference }
    return page.querySelector(status < 500 ? 'main#contenu' : 'main#contenu [name=body]') && { status, page }
  } catch {
  } finally {
    clearTimeout(timer)
  }
}

/** @param {Answer} answer */
const mayPass = ({ status }) => status === 429 || status >= 500

/** @param {Typed} note @param {Answer} answer */
function arrived(note, { receipt, reference }) {
  if (kept.get(note.key)?.body === note.body) kept.drop(note)
  kept.put({ title: '', at: Date.now(), ...note, body: '', author: '', state: 'sent', receipt, reference })
}

async function sendWaiting() {
  for (const note of kept.all()) {
    if (note.state !== 'waiting') continue
    /** @type {Typed} */
    const typed = note
    const answer = await post('/contribuer/', { ...typed, intent: 'send' })
    const now = kept.get(note.key)
    if (answer?.receipt) arrived(note, answer)
    else if (answer && now?.state === 'waiting' && !mayPass(answer)) kept.put({ ...now, state: 'refused' })
    showKept()
  }
}

const own = { key: '', isListed: false }

function showKept() {
  kept.drop({ key: '', receipt: location.pathname })
  const notes = kept.all().filter(({ key, receipt }) => receipt || key !== own.key || own.isListed)
  const top = document.querySelector('[data-reference]') ?? document.querySelector('main h1')
  const focused = document.activeElement
  const says = notes.map((note) => JSON.stringify(note))
  for (const [n, each] of [...list.children].entries()) if (!says.includes(listed[n])) each.remove()
  for (const [n, note] of notes.entries()) {
    if (!listed.includes(says[n])) list.insertBefore(item(note), list.children[n])
  }
  listed = says
  if (!notes[0]) section.remove()
  else if (!section.isConnected) top?.after(section)
  if (!focused?.isConnected) focusOn(top)
  if (!kept.get(own.key)) say('')
  const alert = document.getElementById('non-envoyee')
  const now = kept.get(own.key) ?? notes.find(({ key, receipt }) => receipt && key === own.key)
  if (!alert || !now || !/sent|refused/.test(now.state)) return
  Object.assign(alert, { id: 'suite', role: 'status' })
  alert.replaceChildren(now.receipt ? linkTo(now) : words.refused)
}

/** @param {Kept} note */
const linkTo = ({ receipt, reference }) => make('a', { href: receipt }, fill(words.sent, { reference }))

/** @param {Kept} note */
function item(note) {
  const { key, page, title, body, licence, state, at } = note
  if (state === 'sent') {
    return make('li', {}, make('p', {}, linkTo(note)), make('p', { className: 'aide' }, words.keepLink))
  }
  const drop = button(words.restart, () => {
    kept.drop(note)
    if (key === own.key) restart()
    else showKept()
  })
  const isCorrection = key.startsWith('/')
  const resume = make(
    'a',
    { href: isCorrection ? key : `/contribuer/?page=${encodeURIComponent(page)}#brouillon=${key}` },
    fill(words.resume, moment(at)),
  )
  const send = button(words.sendNow, () => {
    kept.put({ ...note, state: 'waiting' })
    return sendWaiting()
  })
  const href = URL.createObjectURL(new Blob([body], { type: 'text/markdown' }))
  const download = make('a', { href, download: 'note.md' }, words.download)
  return make(
    'li',
    {},
    make('p', {}, make('strong', {}, words[isCorrection ? 'correction' : state]), title && ` · ${title}`),
    make('p', { className: 'aide', dir: 'auto' }, body.slice(0, 80)),
    make(
      'p',
      { className: 'boutons' },
      key === location.pathname ? '' : resume,
      page && licence ? send : '',
      download,
      drop,
    ),
  )
}

/** @param {number} at */
function moment(at) {
  const time = new Date(at)
  return {
    hour: fill(words.hour, { h: time.getHours(), m: String(time.getMinutes()).padStart(2, '0') }),
    day: time.toLocaleDateString(lang, { day: 'numeric', month: 'long' }),
  }
}

/** @type {Fill} */
const fill = (text, values) => text.replace(/{(\w+)}/g, (all, name) => String(values[name] ?? all))

/** @type {Button} */
const button = (label, onclick) => make('button', { type: 'button', className: 'second', onclick }, label)

/** @param {Element | null} element */
function focusOn(element) {
  if (!(element instanceof HTMLElement)) return
  element.tabIndex = -1
  element.focus()
}

/** @type {Make} */
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

/** @type {string[]} */
let listed = []
const list = make('ul', { className: 'file' })
const eraseAll = button(words.eraseAll, () => {
  for (const note of kept.all()) kept.drop(note)
  if (own.key) restart()
  else showKept()
})
const section = make(
  'section',
  { id: 'appareil', className: 'etat-note', role: 'status', ariaAtomic: 'false' },
  make('h2', {}, words.heading),
  list,
  eraseAll,
)

const SAVE_AFTER_MS = 1_000

/** @type {HTMLElement[]} */
const mains = []
let saving = 0
let isDirty = false

const newKey = () => crypto.getRandomValues(new Uint32Array(5)).join('-')

const place = () => history.state?.place ?? 0

/** @param {HTMLFormElement} form @param {string} name @returns {HTMLInputElement | null} */
const field = (form, name) => form.querySelector(`[name=${name}]`)

/** @param {HTMLFormElement} form */
function read(form) {
  return Object.assign(
    { key: location.pathname, stamp: '', page: '', body: '', author: '', licence: '', site_web: '' },
    Object.fromEntries(new FormData(form)),
  )
}

function prepare() {
  const form = noteForm()
  if (form) {
    const key = field(form, 'key')
    if (key && !read(form).body) key.value = newKey()
    const page = new URLSearchParams(location.search).get('page')
    const select = form.querySelector('select')
    const option = [...(select?.options ?? [])].find(({ value }) => value === page)
    if (option && !select?.value) option.selected = true
    addHelpers(form)
  }
  nameOwn()
}

function nameOwn() {
  const form = noteForm()
  own.key = form ? read(form).key : ''
  own.isListed = (kept.get(own.key)?.state ?? 'draft') !== 'draft'
  showKept()
}

/** @param {HTMLFormElement} form */
function addHelpers(form) {
  const status = () => make('p', { className: 'aide', role: 'status' })
  const buttons = form.querySelector('.boutons')
  const text = form.querySelector('textarea') ?? buttons
  text?.after(status(), status())
  if (!form.querySelector('[value=preview]')) return
  const region = make('div', { ariaLive: 'polite' })
  const preview = async () => {
    const answer = await post(form.action, { ...read(form), licence: 'on', intent: 'preview' })
    const shown = answer?.page.querySelector('main .note, main .resume')
    for (const attribute of ['id', 'role', 'autofocus']) shown?.removeAttribute(attribute)
    region.replaceChildren(make('h2', {}, words.preview), shown ?? `${words.noPreview} ${words[fateOf(form)]}`)
  }
  buttons?.append(button(words.preview, preview))
  buttons?.after(region)
}

/** @param {string} text */
function say(text, which = 0) {
  const status = noteForm()?.querySelectorAll('[role=status]')[which]
  if (status && status.textContent !== text) status.textContent = text
}

/** @param {Kept['state']} state */
function keep(state) {
  clearTimeout(saving)
  isDirty = false
  const form = noteForm()
  if (!form || !own.key) return
  const { site_web, ...typed } = read(form)
  if (!typed.body.trim()) return kept.drop(typed)
  const chosen = form.querySelector('#page a, #page :checked') ?? document.querySelector('main .faits a')
  const title = (typed.page ? chosen?.textContent : referenceIn(document)) ?? ''
  const at = Date.now()
  const isKept = kept.put({ ...typed, title, at, state })
  own.isListed = false
  showKept()
  say(isKept ? fill(words.saved, moment(at)) : words.notKept)
}

function keepTyped() {
  if (isDirty) keep('draft')
}

function count() {
  const text = document.querySelector('textarea')
  const limit = Number(text?.dataset.limit)
  if (!text || !limit) return
  const left = limit - [...text.value.trim()].length
  const number = Math.abs(left).toLocaleString(lang)
  say(fill(left < 0 ? words.over : left < limit / 4 ? words.left : '', { number }), 1)
}

/** @param {HTMLFormElement} form @param {HTMLButtonElement} pressed */
async function submit(form, pressed) {
  if (form.ariaBusy) return
  const before = mains[place() - 1]
  const isForm = before?.querySelector('[value=preview]') && !before.querySelector('.resume')
  if (pressed.value === 'edit' && isForm) return history.back()
  keepTyped()
  const typed = read(form)
  const other = kept.get(typed.key)
  if (other && typed.page && other.body !== typed.body) kept.put({ ...other, key: newKey(), state: 'draft' })
  untell()
  keep(pressed.value === 'send' ? 'waiting' : 'draft')
  form.ariaBusy = 'true'
  say(words.sending)
  const answer = await post(form.action, { ...typed, intent: pressed.value })
  form.ariaBusy = null
  if (answer?.receipt) {
    arrived(typed, answer)
    return location.assign(answer.url)
  }
  say('')
  if (!answer) return tellUnsent(form)
  const isOther = answer.status === 409 && field(form, 'key')
  if (isOther) kept.drop(typed)
  else if (!mayPass(answer)) keep('draft')
  show(answer.page)
  if (isOther) keep('draft')
}

const untell = () => document.querySelector('#non-envoyee, #suite')?.remove()

/** @param {HTMLFormElement} form */
function fateOf(form) {
  keepTyped()
  return (kept.get(own.key)?.body ?? '') === read(form).body ? 'isKept' : 'notKept'
}

/** @param {HTMLFormElement} form */
function tellUnsent(form) {
  const fate = fateOf(form)
  const mayLeave = fate === 'isKept' && field(form, 'key')
  const next = mayLeave ? (kept.get(own.key)?.state === 'waiting' ? 'leaves' : 'unchecked') : 'again'
  const text = `${words.unsent} ${words[fate]} ${words[next]}`
  own.isListed = true
  showKept()
  const alert = make('p', { id: 'non-envoyee', className: 'resume', role: 'alert' }, text)
  form.before(alert)
  focusOn(alert)
}

/** @param {Document} page */
function show(page) {
  const main = page.querySelector('main')
  if (!main) return
  mains.length = place() + 1
  main.dataset.title = page.title
  mains.push(document.importNode(main, true))
  history.pushState({ place: place() + 1 }, '')
  turn()
  prepare()
}

function turn() {
  const main = mains[place()]
  if (!main) return location.reload()
  if (main.isConnected) return
  document.querySelector('main')?.replaceWith(main)
  document.title = main.dataset.title ?? ''
  focusOn(main.querySelector('.resume') ?? main.querySelector('h1'))
}

function restart() {
  clearTimeout(saving)
  isDirty = false
  mains.fill(document.importNode(fresh, true))
  turn()
  noteForm()?.reset()
  prepare()
  if (document.querySelector('.resume, [value=send]')) location.replace(location.pathname)
}

function resume() {
  const [, key = ''] = /^#brouillon=([\w.~-]+)$/.exec(location.hash) ?? []
  const note = kept.get(key)
  const form = noteForm()
  if (!note || !form || !field(form, 'key')) return
  keepTyped()
  if (!form.querySelector('[value=preview]')) return location.reload()
  putInto(form, note)
  const licence = field(form, 'licence')
  if (licence) licence.checked = note.licence === 'on'
  history.replaceState(history.state, '', location.pathname + location.search)
  kept.put({ ...note, state: 'draft' })
  nameOwn()
  field(form, 'body')?.focus()
}

/** @param {HTMLFormElement} form @param {Kept} note */
function putInto(form, note) {
  for (const name of /** @type {const} */ (['key', 'stamp', 'body', 'author', 'page'])) {
    const input = field(form, name)
    if (input) input.value = note[name]
  }
  count()
}

const [main] = document.querySelectorAll('main')
main.dataset.title = document.title
mains[place()] = main
const fresh = document.importNode(main, true)
prepare()
resume()
sendWaiting()

addEventListener('online', sendWaiting)
setInterval(sendWaiting, RETRY_MS)
addEventListener('storage', showKept)

addEventListener('pageshow', () => {
  const form = noteForm()
  const typed = form && read(form)
  const same = kept.all().find(({ body, page }) => body && body === typed?.body && page === typed.page)
  const key = form && field(form, 'key')
  if (!key || !same) return
  key.value = same.key
  nameOwn()
})
addEventListener('hashchange', () => {
  if (!history.state) history.replaceState({ place: mains.findIndex((main) => main?.isConnected) }, '')
  resume()
})
addEventListener('popstate', ({ state }) => {
  if (!state && location.hash) return
  keepTyped()
  setTimeout(() => {
    turn()
    nameOwn()
  })
})
document.addEventListener('input', () => {
  isDirty = true
  clearTimeout(saving)
  saving = setTimeout(() => {
    untell()
    keep('draft')
    count()
  }, SAVE_AFTER_MS)
})
document.addEventListener('submit', (event) => {
  const form = noteForm()
  const { submitter } = event
  if (!form || form !== event.target || !(submitter instanceof HTMLButtonElement)) return
  event.preventDefault()
  submit(form, submitter)
})
addEventListener('pagehide', keepTyped)
document.addEventListener('visibilitychange', keepTyped)
