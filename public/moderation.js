// The moderators' keyboard shortcuts: loaded on their pages alone, and only for who switched them on. The page says by
// `aria-keyshortcuts` which key presses what; a key held down, with a modifier or in a field does nothing.

const typingField = 'input:not([type=checkbox], [type=radio], [type=hidden]), textarea, select'

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return
  if (document.activeElement?.matches(typingField) || document.querySelector('dialog[open]')) return
  if (press(event.key)) event.preventDefault()
})

/**
 * Whether the key meant something here.
 * @param {string} key
 */
function press(key) {
  if (key === '?') {
    const list = document.querySelector('#raccourcis')
    if (list instanceof HTMLDialogElement) list.showModal()
    return true
  }
  if (key === 'j' || key === 'k') return moveInList(key === 'j' ? 1 : -1)
  if (key === 'x') return tick()
  const control = document.querySelector(`[aria-keyshortcuts="${CSS.escape(key)}"]`)
  if (!(control instanceof HTMLElement)) return false
  control.click()
  const words = control.closest('details[open]')?.querySelector(typingField)
  if (words instanceof HTMLElement) words.focus()
  return true
}

/** @param {1 | -1} step */
function moveInList(step) {
  /** @type {HTMLElement[]} */
  const links = [...document.querySelectorAll('a.ouvrir')].filter((link) => link instanceof HTMLElement)
  const here = links.findIndex((link) => link.closest('li')?.contains(document.activeElement))
  const next = links.at(here === -1 ? (step > 0 ? 0 : -1) : here + step)
  if (here + step >= 0 || here === -1) next?.focus()
  return links.length > 0
}

function tick() {
  /** @type {HTMLElement | null | undefined} */
  const box = document.activeElement?.closest('.file > li')?.querySelector('[type=checkbox]')
  box?.click()
  return Boolean(box)
}
