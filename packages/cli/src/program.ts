import { Command } from 'commander'
import { completeCommand, completionCommand } from './commands/completion.ts'
import { doctorCommand } from './commands/doctor.ts'
import { execCommand } from './commands/exec.ts'
import { filesCommand } from './commands/files.ts'
import { keysCommand } from './commands/keys.ts'
import { loginCommand } from './commands/login.ts'
import { logoutCommand } from './commands/logout.ts'
import { netrcCommand } from './commands/netrc.ts'
import { queryCommand } from './commands/query.ts'
import { statusCommand } from './commands/status.ts'
import { typesCommand } from './commands/types.ts'
import type { Parts } from './commands/parts.ts'
import { whoAmICommand } from './commands/whoami.ts'
import { widthOf, write, type Terminal } from './terminal.ts'
import { version } from './version.ts'

/** What each command does, for the list of them. */
const purposes = {
  login: 'store a session key or API key for a server',
  logout: 'remove the key for a server from every store',
  status: 'tell where the key for each server comes from, and when it ends',
  whoami: 'ask a server who you are to it',
  doctor: 'look at everything between a key and its server, and say what to mend',
  keys: 'make, list, replace and delete your API keys',
  exec: 'run a command with the key in its environment, and nowhere else',
  netrc: 'read, check and change entries of a netrc file',
  query: 'read and change rows of tables and queries',
  files: 'list, read and write files of a container',
  types: 'write and check the columns of queries as types of TypeScript',
  completion: 'print the script that makes a shell complete lines of wellkey',
}

type Name = keyof typeof purposes

const parts: Readonly<Record<Name, Parts[string]>> = {
  login: loginCommand,
  logout: logoutCommand,
  status: statusCommand,
  whoami: whoAmICommand,
  doctor: doctorCommand,
  keys: keysCommand,
  exec: execCommand,
  netrc: netrcCommand,
  query: queryCommand,
  files: filesCommand,
  types: typesCommand,
  completion: completionCommand,
}

/**
 * Makes the command that a command line names. One that names none gets the names of all, with what
 * they do: to define them takes longer than most of them run.
 */
export function createProgram(argv: readonly string[], terminal: Terminal): Command {
  const wellkey = new Command('wellkey')
    .description('Keys for LabKey Server: store them, see which one is used, read data with them')
    .version(version)
    .enablePositionalOptions()
  const [name = '', ...rest] = wordsOf(argv)
  if (isName(name)) {
    wellkey.addCommand(parts[name](terminal, rest).description(purposes[name]))
  } else {
    for (const [other, does] of Object.entries(purposes)) {
      wellkey.addCommand(new Command(other).description(does))
    }
  }
  if (argv[0] === 'complete') wellkey.addCommand(completeCommand(terminal), { hidden: true })
  wellkey.addHelpText(
    'after',
    `
Environment:
  LABKEY_BASE_URL    the server, with its context path
  LABKEY_CONTAINER   the container, as /Project/Folder
  LABKEY_API_KEY     a key for the server above; it wins over the netrc file
  NETRC              the netrc file, instead of ~/.netrc

Exit codes: 0 ok, 1 failed, 2 wrong use, 3 no credential, 4 credential refused,
5 server out of reach, 130 interrupted`,
  )
  prepare(wellkey, terminal)
  return wellkey
}

/** The words that name a command: behind `help`, and behind `complete --`. */
function wordsOf(argv: readonly string[]): readonly string[] {
  if (argv[0] === 'help') return argv.slice(1)
  return argv[0] === 'complete' ? argv.slice(2) : argv
}

function isName(word: string): word is Name {
  return Object.hasOwn(purposes, word)
}

/** commander gives a subcommand that is added none of its parent's settings. */
function prepare(command: Command, terminal: Terminal): void {
  command.exitOverride().showHelpAfterError('(--help shows how)')
  command.configureHelp({ subcommandTerm: termOf })
  command.configureOutput({
    writeOut: (text) => write(terminal, 1, text),
    writeErr: (text) => write(terminal, 2, text),
    getOutHelpWidth: () => widthOf(terminal) ?? 80,
    getErrHelpWidth: () => widthOf(terminal) ?? 80,
    getOutHasColors: () => terminal.isColourful,
    getErrHasColors: () => terminal.isColourful,
  })
  for (const sub of command.commands) prepare(sub, terminal)
}

/** Not every command has its options defined when its name is shown. */
function termOf(command: Command): string {
  const words = command.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  )
  return [command.name(), ...words].join(' ')
}
