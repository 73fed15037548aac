import { entries, type NetrcEntry } from '@wellkey/netrc'
import { formatTable } from '../format-table.ts'
import { fileOf, type NetrcOptions } from '../netrc-argument.ts'
import { readDocument } from '../netrc/read-document.ts'
import { print, printJson, say, type Terminal } from '../terminal.ts'

/** What `wellkey netrc list` was asked to do. */
export interface NetrcListOptions extends NetrcOptions {
  readonly json?: boolean
}

/** Lists the entries of a netrc file, passwords masked. */
export async function runNetrcList(options: NetrcListOptions, terminal: Terminal): Promise<void> {
  const file = fileOf(options, terminal)
  const found = entries(await readDocument(file, options))
  if (options.json === true) {
    printJson(terminal, { file, entries: found })
    return
  }
  if (found.length === 0) {
    say(terminal, `${file} has no entries`)
    return
  }
  const head = ['machine', 'login', 'password', 'account', 'line']
  print(terminal, await formatTable(terminal, head, found.map(cellsOf)))
}

function cellsOf(entry: NetrcEntry): readonly (string | number | undefined)[] {
  const { host = entry.isDefault ? '(default)' : '', login, hasPassword, hasAccount, line } = entry
  return [host, login, hasPassword ? '****' : undefined, hasAccount ? '****' : undefined, line]
}
