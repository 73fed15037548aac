import { Argument, Command } from 'commander'
import { shells, type Shell } from '../completion/shells.ts'
import type { Terminal } from '../terminal.ts'

/** `wellkey completion`: prints a script for a shell. */
export function completionCommand(terminal: Terminal): Command {
  return new Command('completion')
    .addArgument(new Argument('<shell>', 'which one').choices(shells))
    .addHelpText(
      'after',
      `
Names of containers, schemas and queries are asked of the server, within 1.5 seconds; those of
servers come from the netrc file and from what was logged in to.

Examples:
  eval "$(wellkey completion bash)"                                       in ~/.bashrc
  eval "$(wellkey completion zsh)"                                        in ~/.zshrc, behind compinit
  wellkey completion fish | source                                        in config.fish
  wellkey completion powershell | Out-String | Invoke-Expression          in $PROFILE`,
    )
    .action(async (shell: Shell) => {
      const { runCompletion } = await import('../actions/completion.ts')
      runCompletion(shell, terminal)
    })
}

/** `wellkey complete`: what the scripts call, in no list of commands. */
export function completeCommand(terminal: Terminal): Command {
  return new Command('complete')
    .argument('[words...]')
    .action(async (words: readonly string[], _options: unknown, command: Command) => {
      const { runComplete } = await import('../actions/complete.ts')
      await runComplete(command.parent ?? command, words, terminal)
    })
}
