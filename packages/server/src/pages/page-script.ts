/**
 * The only script of the pages; without it everything works but the clipboard.
 *
 * It shows the copy button, which does nothing without script, and closes menus that are left. Where
 * the clipboard is not available the key is selected, so that one keystroke copies it.
 */
export const pageScript = `for (const button of document.querySelectorAll('[data-copy]')) {
  const field = document.getElementById(button.dataset.copy)
  const said = document.getElementById(button.dataset.says)
  field.select()
  button.hidden = false
  button.addEventListener('click', async () => {
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
      said.textContent = 'Copied to the clipboard'
    } catch {
      said.textContent = 'Press Ctrl+C to copy'
    }
  })
}

const menus = document.querySelectorAll('details.menu')
const closeOthers = (target) => {
  for (const menu of menus) if (!menu.contains(target)) menu.open = false
}
document.addEventListener('click', (event) => closeOthers(event.target))
document.addEventListener('focusin', (event) => closeOthers(event.target))
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  for (const menu of menus) {
    if (menu.open && menu.contains(document.activeElement)) menu.firstElementChild.focus()
    menu.open = false
  }
})
`
