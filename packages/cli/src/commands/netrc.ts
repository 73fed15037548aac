import { Command, Option } from 'commander'
import {
  editNetrc,
  entries,
  findEntry,
  locateNetrc,
  readNetrc,
  setEntry,
  type NetrcLookup,
} from '@wellkey/netrc'
import { CliError, exitCodes } from '../cli-error.ts'
import { readSecret } from '../read-secret.ts'
import { sayTightened } from '../say-tightened.ts'
import { done } from '../style.ts'
import { print, say, type Terminal } from '../terminal.ts'

/** What the `wellkey netrc` commands share. */
interface NetrcOptions {
  readonly file?: string
  readonly login?: string
}

const fields = ['password', 'login', 'account'] as const
type Field = (typeof fields)[number]

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
      new Option('--field <name>', 'the value to print').choices(fields).default('password'),
    )
    .addHelpText('after', '\nExample:\n  wellkey netrc get labkey.example.org --field login')
    .action(async (host: string, options: NetrcOptions & { readonly field: Field }) =>
      runGet(host, options, terminal),
    )
}

async function runGet(
  argument: string,
  options: NetrcOptions & { readonly field: Field },
  terminal: Terminal,
): Promise<void> {
  const host = hostOf(argument)
  const file = fileOf(options, terminal)
  const document = await readNetrc(file)
  const { login, field } = options
  const found = findEntry(document, { host, ...(login !== undefined && { login }) })
  if (found === undefined) {
    const wanted = login === undefined ? '' : ` with login ${login}`
    const names = entries(document).map((entry) => entry.host ?? 'default')
    const known = names.length === 0 ? 'it has no entries' : `it names ${names.join(', ')}`
    throw new CliError(
      `${file} has no entry for machine ${host}${wanted}; ${known}`,
      exitCodes.noCredential,
    )
  }
  const value = found[field]
  if (value === undefined) throw new CliError(lacking(file, found, field), exitCodes.noCredential)
  print(terminal, value)
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
    .action(async (host: string, options: NetrcOptions & { readonly login: string }) =>
      runSet(host, options, terminal),
    )
}

async function runSet(
  argument: string,
  options: NetrcOptions & { readonly login: string },
  terminal: Terminal,
): Promise<void> {
  const host = hostOf(argument)
  const file = fileOf(options, terminal)
  const { login } = options
  const usage = `pbpaste | wellkey netrc set ${host} --login ${login}`
  const password = await readSecret(terminal, usage)
  let isNew = false
  let line = 0
  const result = await editNetrc(file, (document) => {
    const changed = setEntry(document, { host, login, password })
    isNew = entries(changed).length > entries(document).length
    line = findEntry(changed, { host, login })?.line ?? 0
    return changed
  })
  const did = isNew ? 'Added' : result.isChanged ? 'Changed' : 'Already so:'
  say(terminal, `${done(terminal)} ${did} machine ${host}, login ${login} in ${file} line ${line}`)
  sayTightened(terminal, file, result)
}

function lacking(file: string, { line }: NetrcLookup, field: Field): string {
  return `The entry in ${file} line ${line} has no ${field}`
}

function fileOf({ file }: NetrcOptions, { environment }: Terminal): string {
  return file ?? locateNetrc({ environment })
}

/** The machine's name in a host or URL; the format has no place for scheme, port and path. */
function hostOf(argument: string): string {
  const isUrl = /^https?:\/\//i.test(argument) && URL.canParse(argument)
  return (isUrl ? new URL(argument).hostname : argument).replace(/^\[|\]$/g, '')
}
