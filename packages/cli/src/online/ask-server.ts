import { exitCodeOf, type User } from '@wellkey/client'
import { printable } from '../printable.ts'
import { untilAborted } from '../until-aborted.ts'
import type { Terminal } from '../terminal.ts'
import { clientOf, type ClientWishes } from './client-of.ts'

/** What only the server knows of a key. */
export interface OnlineFacts {
  readonly user?: User
  readonly error?: { readonly message: string; readonly exitCode: number }
}

/**
 * Asks a server who the key is. A failure is part of the answer. The PHI level is not: LabKey tells it
 * when somebody signs in and on its pages (`maxAllowedPhi` of `User.getUserProps`), never to a key.
 */
export async function askServer(
  url: URL,
  wishes: Pick<ClientWishes, 'allowInsecureHttp'>,
  terminal: Terminal,
): Promise<OnlineFacts> {
  const { signal } = terminal
  try {
    const labkey = clientOf(url, terminal, { ...wishes, retry: false })
    const user = await untilAborted(signal, labkey.security.whoAmI())
    return { user }
  } catch (error) {
    const isExpected =
      error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_')
    if (!isExpected || signal.aborted) throw error
    return { error: { message: printableLines(error.message), exitCode: exitCodeOf(error) } }
  }
}

function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n')
}
