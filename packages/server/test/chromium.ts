import { existsSync } from 'node:fs'

import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'

/** Debian's Chromium. */
export const chromiumPath = '/usr/bin/chromium'

/** Whether it is installed; without it the tests of the pages are skipped. */
export const hasChromium: boolean = existsSync(chromiumPath)

/** Starts it without a window. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
