// The moderators' keyboard shortcuts: loaded on their pages alone, and only for who switched them on. The page says by
// `aria-keyshortcuts` which key presses what; a key held down, with a modifier or in a field does nothing.

const field = 'input:not([type=checkbox], [type=radio], [type=hidden]), textarea, select'

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return
  if (document.activeElement?.matches(field) || document.querySelector('dialog[open]')) return
  if (press(event.key)) event.preventDefault()
})

/** Whether the key meant something here. */
function press(key) {
  if (key === '?') {
    document.querySelector('#raccourcis').showModal()
    return true
  }
  if (key === 'j' || key === 'k') return moveInList(key === 'j' ? 1 : -1)
  if (key === 'x') return tick()
  const control = document.querySelector(`[aria-keyshortcuts="${CSS.escape(key)}"]`)
  if (!control) return false
  control.click()
  const opened = control.closest('details[open]')
  opened?.querySelector(field)?.focus()
  return true
}

function moveInList(step) {
  const links = [...document.querySelectorAll('a.ouvrir')]
  const here = links.findIndex((link) => link.closest('li').contains(document.activeElement))
  const next = links[here === -1 ? (step > 0 ? 0 : -1) : here + step]
  next?.focus()
  return links.length > 0
}

function tick() {
  const box = document.activeElement?.closest('.file > li')?.querySelector('[type=checkbox]')
  box?.click()
  return Boolean(box)
}
