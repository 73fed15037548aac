import { explain, formatAttempts } from '@wellkey/credentials'
import { CliError, exitCodes } from '../cli-error.ts'
import { printable } from '../printable.ts'
import { serverFrom } from '../server-argument.ts'
import { print, printJson, type Terminal } from '../terminal.ts'

/** What `wellkey status` was asked to do. */
export interface StatusOptions {
  readonly json?: boolean
}

/** Tells where a key for a server would come from, without using it. */
export async function runStatus(
  argument: string | undefined,
  options: StatusOptions,
  terminal: Terminal,
): Promise<void> {
  // Nothing is sent, so plain http: is no danger here.
  const url = serverFrom(argument, terminal, { allowInsecureHttp: true })
  const { environment } = terminal
  const attempts = await explain({ environment }, { url })
  const server = url.href.replace(/\/$/, '')
  if (options.json === true) printJson(terminal, { server, attempts })
  else print(terminal, `${server}\n${formatAttempts(attempts.map(toPrintable))}`)
  const decided = attempts.find(({ outcome }) => outcome === 'found' || outcome === 'failed')
  if (decided?.outcome === 'found') return
  throw new CliError(
    decided === undefined
      ? `No key for ${server}; store one with: wellkey login ${server} --with-key`
      : `The ${decided.source} source is broken, so no key is used; mend it, then try again`,
    exitCodes.noCredential,
  )
}

function toPrintable<Attempt extends { readonly place: string; readonly reason?: string }>(
  attempt: Attempt,
): Attempt {
  const { place, reason } = attempt
  return { ...attempt, place: printable(place), ...(reason && { reason: printable(reason) }) }
}
