import { compareGenerated, type TypeDifference } from '@wellkey/client/type-generator'
import { CliError } from '../cli-error.ts'
import { printable } from '../printable.ts'
import { readText } from '../read-text.ts'
import { resolveServer } from '../resolve-server.ts'
import { shellWord } from '../shell-word.ts'
import { done } from '../style.ts'
import { print, printJson, say, type Terminal } from '../terminal.ts'
import { makeTypes } from '../types/make-types.ts'
import { readSelection } from '../types/selection.ts'
import { clientOf } from './client-of.ts'
import type { PlaceOptions } from './query-select.ts'

/** What `wellkey types check` was asked to do. */
export interface CheckOptions extends PlaceOptions {
  readonly json?: boolean
}

/**
 * Compares a file of types with the server.
 *
 * @throws {CliError} exit code 1 when they differ; 2 for a file of another kind
 */
export async function runTypesCheck(
  file: string,
  options: CheckOptions,
  terminal: Terminal,
): Promise<void> {
  const text = await readText(file)
  const selection = readSelection(text, file)
  const { container = selection.container } = options
  const url = await resolveServer(options.server, terminal, options)
  const labkey = clientOf(url, terminal, { ...options, container })
  const { text: now } = await makeTypes(labkey, selection, terminal)
  const differences = compareGenerated(text, now)
  if (options.json === true) printJson(terminal, { file, container, differences })
  else if (differences.length > 0) print(terminal, differences.map(lineOf).join('\n'))
  if (differences.length > 0) {
    const count = differences.length === 1 ? '1 difference' : `${differences.length} differences`
    const again = `wellkey types generate … --out ${shellWord(file)}`
    throw new CliError(
      `${count} between ${file} and ${container} of ${labkey.baseUrl}\n  hint   its first lines say how to make it anew: ${again}`,
    )
  }
  say(terminal, `${done(terminal)} ${file} is what ${container} of ${labkey.baseUrl} has`)
}

const signs = { added: '+', removed: '-', changed: '~' } as const

function lineOf({ kind, query, member, before, after }: TypeDifference): string {
  const types = [before, after].filter((type) => type !== undefined).join(' -> ')
  const words = `${query}: ${member ?? 'query'} ${kind}${types === '' ? '' : ` (${types})`}`
  return `${signs[kind]} ${printable(words)}`
}
