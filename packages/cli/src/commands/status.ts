import { Command } from 'commander'
import type { StatusOptions } from '../actions/status.ts'
import type { Terminal } from '../terminal.ts'

/** `wellkey status`: tells where a key for a server would come from, without using it. */
export function statusCommand(terminal: Terminal): Command {
  return new Command('status')
    .description('tell where the key for a server comes from, without sending it')
    .argument('[url]', 'the server with its context path (default: LABKEY_BASE_URL)')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  wellkey status https://labkey.example.org')
    .action(async (url: string | undefined, options: StatusOptions) => {
      const { runStatus } = await import('../actions/status.ts')
      await runStatus(url, options, terminal)
    })
}
