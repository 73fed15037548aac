import { assetResponse } from '../http/responses.ts'
import { pageScript } from './page-script.ts'
import { styleSheet } from './style-sheet.ts'

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="8" fill="#0f766e"/>
<circle cx="12" cy="16" r="5" fill="none" stroke="#fff" stroke-width="3"/>
<path d="M17 16h9v5M22 16v4" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/>
</svg>`

/** Returns a file of the pages by its name, or `undefined`. */
export function findAsset(name: string): Response | undefined {
  switch (name) {
    case 'pages.css':
      return assetResponse('text/css;charset=utf-8', styleSheet)
    case 'pages.js':
      return assetResponse('text/javascript;charset=utf-8', pageScript)
    case 'icon.svg':
      return assetResponse('image/svg+xml', icon)
    default:
      return undefined
  }
}
