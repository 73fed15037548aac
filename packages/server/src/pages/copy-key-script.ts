/**
 * The only script of the pages: it shows the copy button, which does nothing without script.
 *
 * Where the clipboard is not available the key is selected, so that one keystroke copies it.
 */
export const copyKeyScript = `for (const button of document.querySelectorAll('[data-copy]')) {
  const field = document.getElementById(button.dataset.copy)
  field.select()
  button.hidden = false
  button.addEventListener('click', async () => {
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
      button.textContent = 'Copied'
    } catch {
      button.textContent = 'Press Ctrl+C to copy'
    }
  })
}
`
