import { Command } from 'commander'
import { insecureOption } from '../insecure-option.ts'
import type { DoctorOptions } from '../online/doctor.ts'
import type { Terminal } from '../terminal.ts'

/** `wellkey doctor`: looks at everything between a key and its server. */
export function doctorCommand(terminal: Terminal): Command {
  return new Command('doctor')
    .argument('[url]', 'the server with its context path (default: LABKEY_BASE_URL)')
    .option('--fix', 'close a netrc file that others can read')
    .option('--json', 'print JSON')
    .option(...insecureOption)
    .addHelpText(
      'after',
      `
The report holds no key, cookie or password, so that it can be pasted into a ticket.
It ends with 1 when a check failed.

Examples:
  wellkey doctor https://labkey.example.org
  wellkey doctor --json > report.json`,
    )
    .action(async (url: string | undefined, options: DoctorOptions) => {
      const { runDoctor } = await import('../online/doctor.ts')
      await runDoctor(url, options, terminal)
    })
}
