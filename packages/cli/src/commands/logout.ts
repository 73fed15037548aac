import { Command, InvalidArgumentError } from 'commander'
import type { LogoutOptions } from '../actions/logout.ts'
import { insecureOption } from '../insecure-option.ts'
import type { EndKeyOptions } from '../online/end-key.ts'
import type { Terminal } from '../terminal.ts'

/** `wellkey logout`: removes the key of a server from every store, and ends it on request. */
export function logoutCommand(terminal: Terminal): Command {
  return new Command('logout')
    .argument('[url]', 'the server with its context path (default: the only one that is known)')
    .option('--revoke', 'end the key on the server, too')
    .option('--key-id <number>', 'with --revoke: the API key, as keys list numbers it', toKeyId)
    .option('--session', 'with --revoke: it is a session key; signs its browser session out')
    .option('--file <netrc>', 'the netrc file (default: NETRC, else ~/.netrc)')
    .option('-y, --yes', 'do not ask')
    .option(...insecureOption)
    .addHelpText(
      'after',
      `
Examples:
  wellkey logout https://labkey.example.org
  wellkey logout https://labkey.example.org --revoke`,
    )
    .action(async (argument: string | undefined, options: LogoutOptions & EndKeyOptions) => {
      const { runLogout, serverToLeave } = await import('../actions/logout.ts')
      const url = await serverToLeave(argument, terminal)
      if (options.revoke === true) {
        const { endKey } = await import('../online/end-key.ts')
        await endKey(url, options, terminal)
      }
      await runLogout(url, options, terminal)
    })
}

/** Reads the number of a key. */
export function toKeyId(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Give the number of a key.')
  return Number(text)
}
