import { Command } from 'commander'
import type { LoginOptions } from '../online/login.ts'
import { insecureOption } from '../insecure-option.ts'
import type { Terminal } from '../terminal.ts'

/** `wellkey login`: takes a key on stdin, asks the server whose it is, and stores it. */
export function loginCommand(terminal: Terminal): Command {
  return new Command('login')
    .description('store a session key or API key for a server')
    .argument('[url]', 'the server with its context path (default: LABKEY_BASE_URL)')
    .option('--with-key', 'read the key from stdin')
    .option('--file <netrc>', 'store it in this netrc file (default: NETRC, else ~/.netrc)')
    .option('--no-verify', 'store it without asking the server whose it is')
    .option(...insecureOption)
    .addHelpText(
      'after',
      `
Make a key in the browser: your name at the top right > External Tool Access > Generate Session Key.

Examples:
  pbpaste | wellkey login https://labkey.example.org --with-key          (macOS)
  wl-paste | wellkey login https://labkey.example.org --with-key         (Linux)
  Get-Clipboard | wellkey login https://labkey.example.org --with-key    (Windows)`,
    )
    .action(async (url: string | undefined, options: LoginOptions) => {
      const { runLogin } = await import('../online/login.ts')
      await runLogin(url, options, terminal)
    })
}
