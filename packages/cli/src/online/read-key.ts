import { Secret } from '@wellkey/credentials'
import { askSecret, askYesNo } from '../ask.ts'
import { kindOfKey, mistypingOfKey, oddityOfKey, problemOfKey } from '../check-key.ts'
import { CliError, exitCodes } from '../cli-error.ts'
import { openPage } from '../open-page.ts'
import { readSecret } from '../read-secret.ts'
import { nameOfServer } from '../sources.ts'
import { warning } from '../style.ts'
import { say, type Terminal } from '../terminal.ts'
import type { KeyInHand } from './key-in-hand.ts'

/** How a key is read. */
export interface ReadKeyOptions {
  readonly withKey?: boolean
  readonly force?: boolean
}

/** Where LabKey makes keys: the person's name at the top right > External Tool Access. */
const keyPage = 'security-externalToolsView.view'

/** Reads a key from stdin; nothing is sent before it is clear that there is one. */
export async function readKeyFromStdin(
  url: URL,
  { withKey = false, force = false }: ReadKeyOptions,
  terminal: Terminal,
): Promise<KeyInHand> {
  const usage = `pbpaste | wellkey login ${nameOfServer(url)} --with-key`
  if (!withKey) {
    throw new CliError(
      `Give the key on stdin, where nobody else can see it: ${usage}`,
      exitCodes.wrongUse,
    )
  }
  const text = await readSecret(terminal, usage)
  const problem = problemOf(text, force)
  if (problem !== undefined) throw new CliError(problem, exitCodes.wrongUse)
  return inHand(text, terminal)
}

/** Has the person paste a key, which is not shown, and shows where keys are made. */
export async function askKey(
  url: URL,
  { force = false }: ReadKeyOptions,
  terminal: Terminal,
): Promise<KeyInHand> {
  const page = new URL(keyPage, url)
  say(
    terminal,
    `Keys are made at ${page.href}\n(your name at the top right > External Tool Access)`,
  )
  if (await askYesNo(terminal, 'Open that page in the browser?')) {
    const isOpen = await openPage(page, terminal.environment)
    if (!isOpen) say(terminal, `${warning(terminal)} No browser could be started; open it yourself`)
  }
  const check = (typed: string): string | undefined => problemOf(typed, force)
  return inHand(await askSecret(terminal, 'Paste the key (it is not shown)', check), terminal)
}

function inHand(text: string, terminal: Terminal): KeyInHand {
  const oddity = oddityOfKey(text)
  if (oddity !== undefined) say(terminal, `${warning(terminal)} ${oddity}`)
  const kind = kindOfKey(text)
  return { secret: new Secret(text), ...(kind && { kind }) }
}

function problemOf(text: string, force: boolean): string | undefined {
  const problem = problemOfKey(text)
  if (problem !== undefined || force) return problem
  const mistyping = mistypingOfKey(text)
  return mistyping === undefined ? undefined : `${mistyping} (--force takes it all the same)`
}
