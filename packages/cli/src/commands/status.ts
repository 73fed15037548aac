import { Command } from 'commander'
import type { StatusOptions } from '../actions/status.ts'
import { insecureOption } from '../insecure-option.ts'
import type { Terminal } from '../terminal.ts'

/** `wellkey status`: tells where the keys for servers would come from, without using them. */
export function statusCommand(terminal: Terminal): Command {
  return new Command('status')
    .argument('[url]', 'the server with its context path (default: every server that is known)')
    .option('--online', 'ask the server, too: who the key is, and whether it is impersonated')
    .option('--json', 'print JSON')
    .option(...insecureOption)
    .addHelpText(
      'after',
      `
Without --online nothing is sent. It ends with 3 when a server has no usable key, and with
--online with 4 when the server refuses it, 5 when it is out of reach.

Examples:
  wellkey status
  wellkey status https://labkey.example.org --online`,
    )
    .action(async (url: string | undefined, options: StatusOptions) => {
      const { runStatus } = await import('../actions/status.ts')
      if (options.online !== true) {
        await runStatus(url, options, terminal)
        return
      }
      const { askServer } = await import('../online/ask-server.ts')
      await runStatus(url, options, terminal, async (server) =>
        askServer(server, options, terminal),
      )
    })
}
