import { Command, InvalidArgumentError, Option } from 'commander'
import type { NetrcFormatOptions } from '../actions/netrc-format.ts'
import type { NetrcGetOptions } from '../actions/netrc-get.ts'
import type { NetrcLintOptions } from '../actions/netrc-lint.ts'
import type { NetrcListOptions } from '../actions/netrc-list.ts'
import type { NetrcPathOptions } from '../actions/netrc-path.ts'
import type { NetrcRemoveOptions } from '../actions/netrc-remove.ts'
import type { NetrcSetOptions } from '../actions/netrc-set.ts'
import { netrcDialects, netrcFields } from '../netrc-fields.ts'
import type { Terminal } from '../terminal.ts'
import { addParts, type Parts } from './parts.ts'

const parts: Parts = {
  path: pathCommand,
  list: listCommand,
  get: getCommand,
  set: setCommand,
  remove: removeCommand,
  lint: lintCommand,
  format: formatCommand,
}

/** `wellkey netrc`: reads and changes entries of a netrc file without disturbing the rest. */
export function netrcCommand(terminal: Terminal, words: readonly string[]): Command {
  return addParts(new Command('netrc'), parts, words, terminal).addHelpText(
    'after',
    `
Examples:
  wellkey netrc list
  wellkey netrc get labkey.example.org --field login
  pbpaste | wellkey netrc set labkey.example.org --login apikey
  wellkey netrc lint --fix --dry-run`,
  )
}

function pathCommand(terminal: Terminal): Command {
  return new Command('path')
    .description('print which file is read: NETRC, else ~/.netrc, on Windows also ~/_netrc')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  ls -l "$(wellkey netrc path)"')
    .action(async (options: NetrcPathOptions) => {
      const { runNetrcPath } = await import('../actions/netrc-path.ts')
      runNetrcPath(options, terminal)
    })
}

function listCommand(terminal: Terminal): Command {
  return about(new Command('list'))
    .description('list the entries, passwords masked')
    .option('--json', 'print JSON, without any value but names')
    .addHelpText('after', '\nExample:\n  wellkey netrc list --file ./netrc --json')
    .action(async (options: NetrcListOptions) => {
      const { runNetrcList } = await import('../actions/netrc-list.ts')
      await runNetrcList(options, terminal)
    })
}

function getCommand(terminal: Terminal): Command {
  return about(new Command('get'))
    .description('print one value of the entry for a host, for scripts')
    .argument('<host>', 'a host name or a URL')
    .option('--login <login>', 'the entry with this login (default: the first one)')
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
  return changing(new Command('set'))
    .description('set the password of an entry; add the entry if it is new')
    .argument('<host>', 'a host name or a URL')
    .requiredOption('--login <login>', 'the login of the entry; apikey for LabKey keys')
    .addHelpText(
      'after',
      `
The password comes from stdin, or is asked for and typed hidden. No option takes it.

Examples:
  wellkey netrc set labkey.example.org --login apikey
  pbpaste | wellkey netrc set labkey.example.org --login apikey`,
    )
    .action(async (host: string, options: NetrcSetOptions) => {
      const { runNetrcSet } = await import('../actions/netrc-set.ts')
      await runNetrcSet(host, options, terminal)
    })
}

function removeCommand(terminal: Terminal): Command {
  return changing(new Command('remove'))
    .description('remove the entries of a host')
    .argument('<host>', 'a host name or a URL')
    .option('--login <login>', 'only those with this login')
    .addHelpText('after', '\nExample:\n  wellkey netrc remove labkey.example.org --dry-run')
    .action(async (host: string, options: NetrcRemoveOptions) => {
      const { runNetrcRemove } = await import('../actions/netrc-remove.ts')
      await runNetrcRemove(host, options, terminal)
    })
}

function lintCommand(terminal: Terminal): Command {
  return changing(new Command('lint'))
    .description('say what is wrong with the file, and for which programs')
    .option('--fix', 'mend what changes no credential that any program finds')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Values are masked in what it prints. Ends with 1 when there are errors.

Examples:
  wellkey netrc lint
  wellkey netrc lint --fix --dry-run
  wellkey netrc lint --dialect strict --json`,
    )
    .action(async (options: NetrcLintOptions) => {
      const { runNetrcLint } = await import('../actions/netrc-lint.ts')
      await runNetrcLint(options, terminal)
    })
}

function formatCommand(terminal: Terminal): Command {
  return changing(new Command('format'))
    .description('tidy the layout; no value, comment or macro changes')
    .addOption(
      new Option('--layout <kind>', 'one field a line, or an entry in one line').choices([
        'lines',
        'line',
      ]),
    )
    .option('--indent <blanks>', 'blanks before a field (default: as most have)', toIndent)
    .addOption(new Option('--empty-lines <count>', 'between entries').choices(['0', '1']))
    .addOption(new Option('--line-end <kind>', 'of every line').choices(['lf', 'crlf']))
    .option('--check', 'change nothing; end with 1 if something would change')
    .addHelpText(
      'after',
      `
Examples:
  wellkey netrc format --dry-run
  wellkey netrc format --layout lines --indent 2 --empty-lines 1`,
    )
    .action(async (options: NetrcFormatOptions) => {
      const { runNetrcFormat } = await import('../actions/netrc-format.ts')
      await runNetrcFormat(options, terminal)
    })
}

function about(command: Command): Command {
  return command
    .option('--file <netrc>', 'the file (default: NETRC, else ~/.netrc)')
    .addOption(
      new Option('--dialect <name>', 'as which program reads it (default: as most do)').choices(
        netrcDialects,
      ),
    )
}

function changing(command: Command): Command {
  return about(command).option('--dry-run', 'show what would change, values masked; write nothing')
}

function toIndent(text: string): number {
  if (!/^[1-8]$/.test(text)) throw new InvalidArgumentError('Give a number from 1 to 8.')
  return Number(text)
}
