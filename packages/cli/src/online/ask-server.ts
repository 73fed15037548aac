import { exitCodeOf, isLabKeyError, type User } from '@wellkey/client'
import { printable } from '../printable.ts'
import { untilAborted } from '../until-aborted.ts'
import type { Terminal } from '../terminal.ts'
import { clientOf, type ClientWishes } from './client-of.ts'

/** What only the server knows of a key. */
export interface OnlineFacts {
  readonly user?: User
  /** The highest level of protected data that the user may see, where the server tells it. */
  readonly phiLevel?: string
  readonly error?: { readonly message: string; readonly exitCode: number }
}

/** Asks a server who the key is, and what it may see. A failure is part of the answer. */
export async function askServer(
  url: URL,
  wishes: Pick<ClientWishes, 'allowInsecureHttp'>,
  terminal: Terminal,
): Promise<OnlineFacts> {
  const { signal } = terminal
  try {
    const labkey = clientOf(url, terminal, { ...wishes, retry: false })
    const user = await untilAborted(signal, labkey.security.whoAmI())
    const phiLevel = await phiLevelOf(labkey, user, signal)
    return { user, ...(phiLevel !== undefined && { phiLevel }) }
  } catch (error) {
    const isExpected =
      error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_')
    if (!isExpected || signal.aborted) throw error
    return { error: { message: printableLines(error.message), exitCode: exitCodeOf(error) } }
  }
}

/** LabKey tells it among the properties of a user, and not every release does. */
async function phiLevelOf(
  labkey: ReturnType<typeof clientOf>,
  { id }: User,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const answer = await labkey.request({
      controller: 'user',
      action: 'getUserProps',
      container: '/',
      params: { userId: id },
      signal,
    })
    return levelIn(answer)
  } catch (error) {
    if (isLabKeyError(error) && !signal.aborted) return undefined
    throw error
  }
}

function levelIn(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('props' in answer)) return undefined
  const { props } = answer
  if (typeof props !== 'object' || props === null || !('maxAllowedPhi' in props)) return undefined
  return typeof props.maxAllowedPhi === 'string' ? props.maxAllowedPhi : undefined
}

function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n')
}
