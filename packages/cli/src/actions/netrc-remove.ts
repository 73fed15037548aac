import { entries, removeEntry } from '@wellkey/netrc'
import { CliError, exitCodes } from '../cli-error.ts'
import { fileOf, hostOf, targetsOf } from '../netrc-argument.ts'
import { changeNetrc, type NetrcChangeOptions } from '../netrc/change-netrc.ts'
import { printable } from '../printable.ts'
import { done } from '../style.ts'
import { say, type Terminal } from '../terminal.ts'

/** What `wellkey netrc remove` was asked to do. */
export interface NetrcRemoveOptions extends NetrcChangeOptions {
  readonly login?: string
}

/** Removes all entries of a host, or those of one of its logins. */
export async function runNetrcRemove(
  argument: string,
  options: NetrcRemoveOptions,
  terminal: Terminal,
): Promise<void> {
  const host = hostOf(argument)
  const { login } = options
  const named = login === undefined ? `machine ${host}` : `machine ${host}, login ${login}`
  let count = 0
  const { file } = await changeNetrc(options, terminal, (document) => {
    const changed = removeEntry(
      document,
      { host, ...(login !== undefined && { login }) },
      targetsOf(options),
    )
    count = entries(document).length - entries(changed).length
    if (count > 0) return changed
    const path = fileOf(options, terminal)
    throw new CliError(printable(`${path} has no entry for ${named}`), exitCodes.noCredential)
  })
  if (options.dryRun === true) return
  const what = count === 1 ? 'the entry' : `${count} entries`
  say(terminal, `${done(terminal)} Removed ${what} of ${printable(`${named} from ${file}`)}`)
}
