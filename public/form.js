const SAVE_AFTER_MS = 1_000
const COUNT_FROM = 0.75

/** @type {Element[]} */
const mains = []
/** @type {number | undefined} */
let saving
let isDirty = false

const place = () => history.state?.place ?? 0

/** @param {HTMLFormElement} form @param {string} name @returns {HTMLInputElement | null} */
const field = (form, name) => form.querySelector(`[name=${name}]`)

/** @param {HTMLFormElement} form */
function read(form) {
  const typed = { key: '', stamp: '', page: '', body: '', author: '', licence: '', site_web: '' }
  Object.assign(typed, Object.fromEntries(new FormData(form)))
  if (!typed.key) typed.key = location.pathname
  return typed
}

function prepare() {
  if (document.querySelector('[data-status=withdrawn]')) kept.drop({ key: location.pathname })
  const form = noteForm()
  if (form) {
    const key = field(form, 'key')
    // A copy for offline use holds the same key every time.
    if (key && !read(form).body) key.value = newKey()
    choosePage(form)
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
  buttons?.append(button(words.preview, () => previewInto(region, form)))
  buttons?.after(region)
}

/** @param {string} text */
function say(text, which = 0) {
  const status = noteForm()?.querySelectorAll('[role=status]')[which]
  if (status && status.textContent !== text) status.textContent = text
}

/** @param {HTMLFormElement} form */
function choosePage(form) {
  const page = new URLSearchParams(location.search).get('page')
  const select = form.querySelector('select')
  const option = [...(select?.options ?? [])].find((each) => each.value === page)
  if (option && select?.value === '') option.selected = true
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

function count() {
  const text = document.querySelector('textarea')
  const limit = Number(text?.getAttribute('data-limit'))
  if (!text || !limit) return
  const left = limit - [...text.value.trim()].length
  const number = Math.abs(left).toLocaleString(lang)
  say(left < 0 ? fill(words.over, { number }) : left < limit * (1 - COUNT_FROM) ? fill(words.left, { number }) : '', 1)
}

/** @param {HTMLFormElement} form @param {HTMLButtonElement} pressed */
async function submit(form, pressed) {
  if (form.ariaBusy) return
  if (pressed.value === 'edit' && mains[place() - 1]) return history.back()
  const typed = read(form)
  const asked = post(form.action, { ...typed, intent: pressed.value })
  keep(pressed.value === 'send' ? 'waiting' : 'draft')
  form.ariaBusy = 'true'
  say(words.sending)
  const answer = await asked
  form.ariaBusy = null
  if (!answer?.receipt) say('')
  if (!answer) {
    tellUnsent(form)
  } else if (answer.receipt) {
    arrived(typed, answer)
    location.assign(answer.receipt)
  } else {
    const isOther = answer.status === 409 && field(form, 'key')
    if (isOther) kept.drop(typed)
    else if (!mayPass(answer)) keep('draft')
    show(answer.page)
    if (isOther) keep('draft')
  }
}

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
  const text = [words.unsent, words[fate], words[next]].join(' ')
  own.isListed = true
  showKept()
  document.querySelector('#non-envoyee, #suite')?.remove()
  const alert = make('p', { id: 'non-envoyee', className: 'resume', role: 'alert', tabIndex: -1 }, text)
  form.before(alert)
  alert.focus()
}

/** @param {Element} region @param {HTMLFormElement} form */
async function previewInto(region, form) {
  const answer = await post(form.action, { ...read(form), licence: 'on', intent: 'preview' })
  const shown = answer?.page.querySelector('main .note, main .resume')
  for (const attribute of ['id', 'role', 'autofocus']) shown?.removeAttribute(attribute)
  region.replaceChildren(make('h2', {}, words.preview), shown ?? `${words.noPreview} ${words[fateOf(form)]}`)
}

/** @param {Document} page */
function show(page) {
  const main = page.querySelector('main')
  if (!main) return
  mains.length = place() + 1
  mains.push(document.importNode(main, true))
  history.pushState({ place: place() + 1 }, '')
  turn()
  document.title = page.title
  prepare()
}

function turn() {
  const main = mains[place()]
  if (!main) return location.reload()
  if (main.isConnected) return
  document.querySelector('main')?.replaceWith(main)
  const top = main.querySelector('.resume') ?? main.querySelector('h1')
  if (!(top instanceof HTMLElement)) return
  top.tabIndex = -1
  top.focus()
}

function resume() {
  const [, key = ''] = /^#brouillon=([\w.~-]+)$/.exec(location.hash) ?? []
  const note = kept.get(key)
  const form = noteForm()
  if (!note || !form || !field(form, 'key')) return
  if (isDirty) keep('draft')
  putInto(form, note)
  const licence = field(form, 'licence')
  if (licence) licence.checked = note.licence === 'on'
  history.replaceState(history.state, '', location.pathname + location.search)
  own.key = key
  own.isListed = false
  kept.put({ ...note, state: 'draft' })
  showKept()
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

function restore() {
  const form = noteForm()
  const draft = kept.get(location.pathname)
  if (!form || !draft) return
  const { body, author } = read(form)
  if (body === field(form, 'body')?.defaultValue && !document.querySelector('main .resume')) {
    if (body.trim() === draft.body.trim() && author.trim() === draft.author.trim()) return kept.drop(draft)
    putInto(form, draft)
    say(fill(words.saved, moment(draft.at)))
  }
  own.isListed = true
  showKept()
}

function forgetName() {
  keepTyped()
  const draft = kept.get(location.pathname)
  if (draft) kept.put({ ...draft, author: '' })
}

function newKey() {
  const chance = String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)))
  return btoa(chance).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
}

mains[place()] = document.querySelectorAll('main')[0]
prepare()
restore()
resume()

addEventListener('hashchange', () => {
  // A link to a field makes an entry without state: it belongs to the page that is shown.
  if (!history.state) history.replaceState({ place: mains.findIndex(({ isConnected }) => isConnected) }, '')
  resume()
})
addEventListener('popstate', ({ state }) => {
  if (!state && location.hash) return
  turn()
  nameOwn()
})
document.addEventListener('input', () => {
  isDirty = true
  clearTimeout(saving)
  saving = setTimeout(() => {
    keep('draft')
    count()
  }, SAVE_AFTER_MS)
})
document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event
  if (!(form instanceof HTMLFormElement) || !(submitter instanceof HTMLButtonElement)) return
  if (submitter.value === 'anonymise') forgetName()
  if (!field(form, 'body')) return
  event.preventDefault()
  submit(form, submitter)
})
document.addEventListener('reset', () => {
  clearTimeout(saving)
  isDirty = false
  say('')
  say('', 1)
  document.getElementById('non-envoyee')?.remove()
})
const keepTyped = () => isDirty && keep('draft')
addEventListener('pagehide', keepTyped)
document.addEventListener('visibilitychange', keepTyped)
