import { Command } from 'commander'
import type { WhoAmIOptions } from '../online/whoami.ts'
import { insecureOption } from '../insecure-option.ts'
import type { Terminal } from '../terminal.ts'

/** `wellkey whoami`: asks a server who the stored key is. */
export function whoAmICommand(terminal: Terminal): Command {
  return new Command('whoami')
    .argument('[url]', 'the server with its context path (default: LABKEY_BASE_URL)')
    .option('--json', 'print JSON')
    .option(...insecureOption)
    .addHelpText('after', '\nExample:\n  wellkey whoami https://labkey.example.org --json')
    .action(async (url: string | undefined, options: WhoAmIOptions) => {
      const { runWhoAmI } = await import('../online/whoami.ts')
      await runWhoAmI(url, options, terminal)
    })
}
