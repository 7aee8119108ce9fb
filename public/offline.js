const box = document.getElementById('hors-connexion-ici')

/** @param {string} text */
function tell(text) {
  const status = box?.querySelector('[role=status]')
  if (status) status.textContent = text
}

/** @param {string} name @param {boolean} isShown */
function showButton(name, isShown) {
  const pressed = box?.querySelector(`[value=${name}]`)
  if (!(pressed instanceof HTMLElement)) return
  if (!isShown && pressed === document.activeElement) focusOn(box?.querySelector('[role=status]') ?? null)
  pressed.hidden = !isShown
}

async function showState() {
  const isOn = (await navigator.serviceWorker.getRegistration('/')) !== undefined
  showButton('on', !isOn)
  showButton('again', isOn)
  showButton('off', isOn)
  return isOn
}

async function switchOn() {
  tell(words.keeping)
  await navigator.serviceWorker.register('/service-worker.js', { updateViaCache: 'none' })
  const { active } = await navigator.serviceWorker.ready
  const { pages, beside } = JSON.parse(box?.dataset.keep ?? '{}')
  const addresses = [...beside, ...pages]
  const notice = fill(words.notice, { hour: words.hour })
  active?.postMessage({ addresses, beside: beside.length, notice, lang })
}

async function switchOff() {
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister()
  await caches.delete('kesako')
  await showState()
  tell(words.off)
}

/** @param {MessageEvent<{ done: number, total: number, kept: number, missing: number }>} event */
async function showProgress({ data: { done, total, kept: pages, missing } }) {
  if (done < total) return tell(fill(words.progress, { done, total }))
  await showState()
  tell(fill(missing > 0 ? words.keptPart : words.keptAll, { kept: pages, missing, ...moment(Date.now()) }))
}

async function start() {
  if (!box) return
  let state = words.impossible
  try {
    navigator.serviceWorker.addEventListener('message', showProgress)
    const acts = { on: switchOn, again: switchOn, off: switchOff }
    for (const [name, act] of Object.entries(acts)) {
      box.querySelector(`[value=${name}]`)?.addEventListener('click', () => act().catch(() => tell(words.failed)))
    }
    state = (await showState()) ? words.isOn : ''
  } catch {}
  box.hidden = false
  tell(state)
}

start()
