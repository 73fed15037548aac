import { Command, Option } from 'commander'
import type { NetrcGetOptions } from '../actions/netrc-get.ts'
import type { NetrcSetOptions } from '../actions/netrc-set.ts'
import { netrcFields } from '../netrc-fields.ts'
import type { Terminal } from '../terminal.ts'

/** `wellkey netrc`: reads and changes entries of a netrc file without disturbing the rest. */
export function netrcCommand(terminal: Terminal): Command {
  return new Command('netrc')
    .description('read and change entries of a netrc file')
    .addCommand(getCommand(terminal))
    .addCommand(setCommand(terminal))
}

function getCommand(terminal: Terminal): Command {
  return new Command('get')
    .description('print one value of the entry for a host, for scripts')
    .argument('<host>', 'a host name or a URL')
    .option('--login <login>', 'the entry with this login (default: the first one)')
    .option('--file <netrc>', 'the file (default: NETRC, else ~/.netrc)')
    .addOption(
      new Option('--field <name>', 'the value to print').choices(netrcFields).default('password'),
    )
    .addHelpText('after', '\nExample:\n  wellkey netrc get labkey.example.org --field login')
    .action(async (host: string, options: NetrcGetOptions) => {
      const { runNetrcGet } = await import('../actions/netrc-get.ts')
      await runNetrcGet(host, options, terminal)
    })
}

function setCommand(terminal: Terminal): Command {
  return new Command('set')
    .description('set the password of an entry, read from stdin; add the entry if it is new')
    .argument('<host>', 'a host name or a URL')
    .requiredOption('--login <login>', 'the login of the entry; apikey for LabKey keys')
    .option('--file <netrc>', 'the file (default: NETRC, else ~/.netrc)')
    .addHelpText(
      'after',
      '\nExample:\n  pbpaste | wellkey netrc set labkey.example.org --login apikey',
    )
    .action(async (host: string, options: NetrcSetOptions) => {
      const { runNetrcSet } = await import('../actions/netrc-set.ts')
      await runNetrcSet(host, options, terminal)
    })
}
