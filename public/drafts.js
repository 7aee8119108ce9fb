/** @type {Record<string, string>} */
const words = JSON.parse(document.querySelector('script[data-words]')?.getAttribute('data-words') ?? '{}')
const lang = document.documentElement.lang

/** @type {Record<string, string>} */
const store = localStorage
const PATIENCE_MS = 10_000

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
      store[nameOf(note)] = JSON.stringify(note)
      return true
    } catch {
      return false
    }
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
    const { status, ok, redirected } = response
    const { origin, pathname } = new URL(response.url)
    const reference = referenceIn(page)
    const isReceipt = ok && redirected && origin === location.origin && /^\/suivi\/[\w-]{22}\/$/.test(pathname)
    if (isReceipt && reference) return { status, page, receipt: pathname, reference }
    return page.querySelector(status < 500 ? 'main#contenu' : 'main#contenu [name=body]') && { status, page }
  } catch {
    return null
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
    const { page, body, author, licence, key, stamp } = note
    const answer = await post('/contribuer/', { page, body, author, licence, key, stamp, intent: 'send' })
    const now = kept.get(key)
    if (!answer || !now) continue
    if (answer.receipt) arrived(note, answer)
    else if (now.state === 'waiting' && !mayPass(answer)) kept.put({ ...now, state: 'refused' })
  }
  showKept()
}

const own = { key: '', isListed: false }

function showKept() {
  for (const note of kept.all()) if (note.receipt === location.pathname) kept.drop(note)
  const notes = kept.all().filter(({ key, receipt }) => receipt || key !== own.key || own.isListed)
  /** @type {HTMLElement | null} */
  const top = document.querySelector('[data-reference]') ?? document.querySelector('main h1')
  const focused = document.activeElement
  const items = [...list.children]
  const says = notes.map((note) => JSON.stringify(note))
  for (const [n, each] of items.entries()) if (!says.includes(listed[n])) each.remove()
  for (const [n, note] of notes.entries()) {
    if (!listed.includes(says[n])) list.insertBefore(item(note), list.children[n])
  }
  listed = says
  if (!notes[0]) section.remove()
  else if (!section.isConnected) top?.after(section)
  if (top && focused && !focused.isConnected) {
    top.tabIndex = -1
    const next = list.children[items.findIndex((each) => each.contains(focused))]?.querySelector('a') ?? top
    next.focus()
  }
  const alert = document.getElementById('non-envoyee')
  const sent = notes.find(({ key, receipt }) => receipt && key === own.key)
  const now = kept.get(own.key) ?? sent
  if (!alert || !now || !/sent|refused/.test(now.state)) return
  Object.assign(alert, { id: 'suite', role: 'status' })
  alert.replaceChildren(now.receipt ? linkTo(now) : words.refused)
}

/** @param {Kept} note */
const linkTo = ({ receipt, reference }) => make('a', { href: receipt }, fill(words.sent, { reference }))

/** @param {Kept} note */
function item(note) {
  const { key, page, title, body, state, at } = note
  if (state === 'sent') {
    return make('li', {}, make('p', {}, linkTo(note)), make('p', { className: 'aide' }, words.keepLink))
  }
  const drop = button(words.restart, () => {
    kept.drop(note)
    if (key === own.key) noteForm()?.reset()
    showKept()
  })
  const isCorrection = key.startsWith('/')
  const isOfToday = new Date().toDateString() === new Date(at).toDateString()
  const resume = make(
    'a',
    { href: isCorrection ? key : `/contribuer/?page=${encodeURIComponent(page)}#brouillon=${key}` },
    fill(words[isOfToday ? 'resume' : 'resumeDay'], moment(at)),
  )
  const send = button(words.sendNow, () => {
    kept.put({ ...note, state: 'waiting' })
    return sendWaiting()
  })
  const copy = button(words.copy, async () => {
    await navigator.clipboard.writeText(body)
    copy.textContent = words.copied
  })
  const file = URL.createObjectURL(new Blob([body], { type: 'text/markdown' }))
  const download = make('a', { href: file, download: 'note.md' }, words.download)
  return make(
    'li',
    {},
    make('p', {}, make('strong', {}, words[isCorrection ? 'correction' : state]), title && ` · ${title}`),
    make('p', { className: 'aide', dir: 'auto' }, body.slice(0, 80)),
    make(
      'p',
      { className: 'boutons' },
      key === location.pathname ? '' : resume,
      page && note.licence ? send : '',
      copy,
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

/** @param {string} text @param {object} values */
const fill = (text, values) =>
  Object.entries(values).reduce((all, [name, value]) => all.replace(`{${name}}`, value), text)

/** @param {string} label @param {() => unknown} onclick */
const button = (label, onclick) => make('button', { type: 'button', className: 'second', onclick }, label)

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
  if (own.isListed) noteForm()?.reset()
  showKept()
})
const section = make(
  'section',
  { id: 'appareil', className: 'etat-note', role: 'status', ariaAtomic: 'false' },
  make('h2', {}, words.heading),
  list,
  make('p', { className: 'boutons' }, eraseAll),
)

addEventListener('online', sendWaiting)
addEventListener('storage', showKept)
sendWaiting()
