import { Command } from 'commander'
import type { ExecOptions } from '../actions/exec.ts'
import { insecureOption } from '../insecure-option.ts'
import type { Terminal } from '../terminal.ts'

/** `wellkey exec`: runs a command with the key in its environment only. */
export function execCommand(terminal: Terminal): Command {
  return new Command('exec')
    .argument('<command...>', 'the command and its words, behind --')
    .option('--server <url>', 'the server with its context path (default: LABKEY_BASE_URL)')
    .option('--mask', 'write **** for the key in what the command prints')
    .option(...insecureOption)
    .passThroughOptions()
    .addHelpText(
      'after',
      `
The command finds LABKEY_API_KEY and LABKEY_BASE_URL. Its exit code is ours.

Examples:
  wellkey exec -- node report.mjs
  wellkey exec --server https://labkey.example.org --mask -- Rscript report.R`,
    )
    .action(async (words: readonly string[], options: ExecOptions) => {
      const { runExec } = await import('../actions/exec.ts')
      await runExec(words, options, terminal)
    })
}
