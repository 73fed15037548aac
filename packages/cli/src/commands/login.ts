import { Command, Option } from 'commander'
import type { LoginOptions } from '../online/login.ts'
import { insecureOption } from '../insecure-option.ts'
import { storeOption } from '../store-option.ts'
import type { Terminal } from '../terminal.ts'

/** `wellkey login`: gets a key, asks the server whose it is, and stores it. */
export function loginCommand(terminal: Terminal): Command {
  return new Command('login')
    .argument('[url]', 'the server, or any page of it (default: LABKEY_BASE_URL, else it asks)')
    .option('--with-key', 'read the key from stdin')
    .addOption(
      new Option('--create <kind>', 'sign in with e-mail and password and make a key')
        .choices(['api', 'session'])
        .conflicts('withKey'),
    )
    .addOption(storeOption())
    .option('--file <netrc>', 'store it in this netrc file (default: NETRC, else ~/.netrc)')
    .option('--force', 'replace another key, and take one whose checksum is wrong')
    .option('-y, --yes', 'replace another key without asking')
    .option(
      '--yes-punycode',
      'the host is meant though it is written otherwise than its ASCII name',
    )
    .option('--no-verify', 'store it without asking the server whose it is')
    .option(...insecureOption)
    .addHelpText(
      'after',
      `
Make a key in the browser: your name at the top right > External Tool Access > Generate Session Key.
A person is asked for everything; scripts give the key on stdin. No option takes a secret.

Examples:
  wellkey login https://labkey.example.org                               (asks)
  wellkey login https://labkey.example.org --create api                  (asks for a password)
  pbpaste | wellkey login https://labkey.example.org --with-key          (macOS)
  wl-paste | wellkey login https://labkey.example.org --with-key         (Linux)
  Get-Clipboard | wellkey login https://labkey.example.org --with-key    (Windows)`,
    )
    .action(async (url: string | undefined, options: LoginOptions) => {
      const { runLogin } = await import('../online/login.ts')
      await runLogin(url, options, terminal)
    })
}
