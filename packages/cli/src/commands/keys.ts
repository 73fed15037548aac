import { Command, Option } from 'commander'
import { insecureOption } from '../insecure-option.ts'
import type { CreateKeyOptions, KeysOptions } from '../online/keys.ts'
import { storeOption } from '../store-option.ts'
import type { Terminal } from '../terminal.ts'
import { toKeyId } from './logout.ts'
import { addParts, type Parts } from './parts.ts'

const parts: Parts = {
  list: listCommand,
  create: createCommand,
  delete: deleteCommand,
  rotate: rotateCommand,
}

/** `wellkey keys`: makes, lists, replaces and deletes the user's API keys. */
export function keysCommand(terminal: Terminal, words: readonly string[]): Command {
  return addParts(new Command('keys'), parts, words, terminal).addHelpText(
    'after',
    `
Examples:
  wellkey keys list --server https://labkey.example.org
  wellkey keys rotate --server https://labkey.example.org`,
  )
}

function keyCommand(name: string): Command {
  return new Command(name)
    .option('--server <url>', 'the server with its context path (default: LABKEY_BASE_URL)')
    .option('--container <path>', 'a container that you may read (default: /home)')
    .option(...insecureOption)
}

function listCommand(terminal: Terminal): Command {
  return keyCommand('list')
    .description('list your API keys: when they were made, end, and were last used')
    .option('--all', "list all users' keys; for those who may manage users")
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  wellkey keys list --server https://labkey.example.org')
    .action(async (options: KeysOptions) => {
      const { runKeysList } = await import('../online/keys.ts')
      await runKeysList(options, terminal)
    })
}

function createCommand(terminal: Terminal): Command {
  return keyCommand('create')
    .description('make a key with the key you have, and store it or print it')
    .addOption(new Option('--type <kind>', 'the kind').choices(['api', 'session']).default('api'))
    .option('--description <text>', 'what it is for; of API keys')
    .addOption(storeOption())
    .option('--file <netrc>', 'store it in this netrc file')
    .option('--show', 'print it to stdout, for a pipe; it is shown this once')
    .option('--force', 'replace a key that is stored already')
    .addHelpText(
      'after',
      `
Examples:
  wellkey keys create --description "nightly import" --show | ssh etl 'wellkey login https://labkey.example.org --with-key'
  wellkey keys create --store keychain --force`,
    )
    .action(async (options: CreateKeyOptions) => {
      const { runKeysCreate } = await import('../online/keys.ts')
      await runKeysCreate(options, terminal)
    })
}

function deleteCommand(terminal: Terminal): Command {
  return keyCommand('delete')
    .description('delete an API key')
    .argument('<id>', 'its number, as keys list gives it', toKeyId)
    .option('--all', "another user's key; for those who may manage users")
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', '\nExample:\n  wellkey keys delete 12')
    .action(async (id: number, options: KeysOptions) => {
      const { runKeysDelete } = await import('../online/keys.ts')
      await runKeysDelete(id, options, terminal)
    })
}

function rotateCommand(terminal: Terminal): Command {
  return keyCommand('rotate')
    .description('replace the API key in use by a new one, in the same store')
    .argument('[id]', 'its number (default: the one remembered when it was made)', toKeyId)
    .addHelpText('after', '\nExample:\n  wellkey keys rotate --server https://labkey.example.org')
    .action(async (id: number | undefined, options: KeysOptions) => {
      const { runKeysRotate } = await import('../online/keys.ts')
      await runKeysRotate(id, options, terminal)
    })
}
