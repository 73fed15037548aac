import { isLabKeyError, type LabKeyError } from '@wellkey/client'
import { CliError, exitCodes } from '../cli-error.ts'
import { nameOfServer } from '../sources.ts'
import type { Terminal } from '../terminal.ts'
import { clientOf } from './client-of.ts'

/** How LabKey was installed for years, when it had no server of its own. */
const usualContextPath = '/labkey/'
const mostSegments = 6

/**
 * Finds the base URL of the LabKey server that a URL leads to: the shortest part of its path below
 * which LabKey answers, or `/labkey`. It may be a page's address, as copied from a browser. No key
 * is sent.
 *
 * @throws {CliError} exit code 5 when no LabKey answers there
 * @throws {LabKeyError} `ERR_LABKEY_NETWORK` and others of a server that cannot be reached
 */
export async function probeServer(
  url: URL,
  terminal: Terminal,
  options: { readonly allowInsecureHttp?: boolean },
): Promise<URL> {
  let refusal: LabKeyError | undefined
  for (const path of pathsToTry(url.pathname)) {
    const base = new URL(path, url.origin)
    const client = clientOf(base, terminal, { ...options, credentials: 'anonymous', retry: false })
    try {
      if (isWhoAmI(await client.request(questionOf(terminal.signal)))) return base
    } catch (error) {
      if (!isLabKeyError(error)) throw error
      if (isHopeless(error)) throw error
      if (!isAnotherServer(error)) refusal ??= error
    }
  }
  if (refusal !== undefined) throw refusal
  const tried = pathsToTry(url.pathname).map((path) => nameOfServer(new URL(path, url.origin)))
  throw new CliError(
    `No LabKey Server answers at ${tried.join(' or ')}; open it in the browser, and copy the address from there`,
    exitCodes.outOfReach,
  )
}

function questionOf(signal: AbortSignal): Parameters<ReturnType<typeof clientOf>['request']>[0] {
  return { controller: 'login', action: 'whoami', container: '/', timeoutMs: 30_000, signal }
}

/** From the shortest to the longest, then the usual one. */
function pathsToTry(pathname: string): readonly string[] {
  const segments = pathname.split('/').filter((segment) => segment !== '')
  const parents = segments.slice(0, mostSegments).map((_, at) => {
    return `/${segments.slice(0, at + 1).join('/')}/`
  })
  return [...new Set(['/', ...parents, usualContextPath])]
}

function isWhoAmI(answer: unknown): boolean {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'id' in answer &&
    typeof answer.id === 'number' &&
    'displayName' in answer
  )
}

function isHopeless({ code }: LabKeyError): boolean {
  return (
    code === 'ERR_LABKEY_NETWORK' || code === 'ERR_LABKEY_TIMEOUT' || code === 'ERR_LABKEY_ABORTED'
  )
}

/** What a web server that is not LabKey says there. */
function isAnotherServer({ code, status }: LabKeyError): boolean {
  return code === 'ERR_LABKEY_NOT_FOUND' || code === 'ERR_LABKEY_DECODE' || status === 200
}
