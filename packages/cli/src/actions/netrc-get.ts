import { entries, findEntry, type NetrcLookup } from '@wellkey/netrc'
import { CliError, exitCodes } from '../cli-error.ts'
import { fileOf, hostOf, type NetrcOptions } from '../netrc-argument.ts'
import type { NetrcField } from '../netrc-fields.ts'
import { readDocument } from '../netrc/read-document.ts'
import { printable } from '../printable.ts'
import { print, type Terminal } from '../terminal.ts'

/** What `wellkey netrc get` was asked to do. */
export interface NetrcGetOptions extends NetrcOptions {
  readonly login?: string
  readonly field: NetrcField
}

/** Prints one value of the entry for a host. */
export async function runNetrcGet(
  argument: string,
  options: NetrcGetOptions,
  terminal: Terminal,
): Promise<void> {
  const host = hostOf(argument)
  const file = fileOf(options, terminal)
  const document = await readDocument(file, options)
  const { login, field } = options
  const found = findEntry(document, { host, ...(login !== undefined && { login }) })
  if (found === undefined) {
    const wanted = login === undefined ? '' : ` with login ${login}`
    const names = [...new Set(entries(document).map((entry) => entry.host ?? 'default'))]
    const known = names.length === 0 ? 'it has no entries' : `it names ${listed(names)}`
    throw new CliError(
      printable(`${file} has no entry for machine ${host}${wanted}; ${known}`),
      exitCodes.noCredential,
    )
  }
  const value = found[field]
  if (value === undefined) throw new CliError(lacking(file, found, field), exitCodes.noCredential)
  print(terminal, value)
}

const mostNames = 10

function listed(names: readonly string[]): string {
  const rest = names.length - mostNames
  return names.slice(0, mostNames).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}

function lacking(file: string, { line }: NetrcLookup, field: NetrcField): string {
  return `The entry in ${file} line ${line} has no ${field}`
}
