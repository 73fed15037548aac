import { CredentialError } from '../credential-error.ts'
import { own } from '../own.ts'
import { Secret } from '../secret.ts'
import type { ChildEnd } from './run-child.ts'

/** What a credential command printed. */
export interface CommandOutput {
  readonly login?: string
  readonly secret: Secret
}

/**
 * Reads how a credential command ended; `undefined` when it printed nothing.
 *
 * @throws {CredentialError} `ERR_CREDENTIAL_SOURCE`, `ERR_CREDENTIAL_ORIGIN`; no message repeats
 *   what the command printed
 */
export function readCommandOutput(
  program: string,
  ended: ChildEnd,
  timeoutMs: number,
  url: URL,
): CommandOutput | undefined {
  const stop = (problem: string): CredentialError =>
    new CredentialError('ERR_CREDENTIAL_SOURCE', `The command ${program} ${problem}`)
  switch (ended.end) {
    case 'not started':
      throw stop(`cannot be started: ${ended.reason}`)
    case 'timeout':
      throw stop(`did not end within ${timeoutMs / 1000} s and was killed`)
    case 'too long':
      throw stop('prints more than a credential')
    case 'exit':
      if (ended.code === 0) break
      throw stop(`${howItEnded(ended.code)}; run it by hand to see why`)
  }
  const text = decode(ended.stdout)
  if (text === undefined) throw stop('prints what is not UTF-8')
  if (text.trim() === '') return undefined
  if (!text.trimStart().startsWith('{')) return { secret: new Secret(text) }
  const fields = parseObject(text)
  if (fields === undefined) throw stop('prints what begins like JSON and is none')
  const { login, secret, origin } = fields
  if (typeof secret !== 'string') throw stop('prints JSON without "secret"')
  if (login !== undefined && typeof login !== 'string')
    throw stop('prints a "login" that is no text')
  if (origin !== undefined && originOf(origin) !== url.origin) {
    throw new CredentialError(
      'ERR_CREDENTIAL_ORIGIN',
      `The command ${program} prints a credential for another origin than ${url.origin}`,
    )
  }
  return { ...(login !== undefined && { login }), secret: new Secret(secret) }
}

function howItEnded(code: number | null): string {
  return code === null ? 'was killed' : `ended with code ${code}`
}

function originOf(value: unknown): string | undefined {
  return typeof value === 'string' && URL.canParse(value) ? new URL(value).origin : undefined
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return own(JSON.parse(text) as Record<string, unknown>)
  } catch {
    // The parser's own message would quote the text.
    return undefined
  }
}
