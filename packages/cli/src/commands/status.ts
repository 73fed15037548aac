import { Command } from 'commander'
import { explain, formatAttempts } from '@wellkey/credentials'
import { CliError, exitCodes } from '../cli-error.ts'
import { printable } from '../printable.ts'
import { serverFrom } from '../server-argument.ts'
import { print, printJson, type Terminal } from '../terminal.ts'

/** `wellkey status`: tells where a key for a server would come from, without using it. */
export function statusCommand(terminal: Terminal): Command {
  return new Command('status')
    .description('tell where the key for a server comes from, without sending it')
    .argument('[url]', 'the server with its context path (default: LABKEY_BASE_URL)')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  wellkey status https://labkey.example.org')
    .action(async (url: string | undefined, options: { readonly json?: boolean }) =>
      runStatus(url, options, terminal),
    )
}

async function runStatus(
  argument: string | undefined,
  options: { readonly json?: boolean },
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
