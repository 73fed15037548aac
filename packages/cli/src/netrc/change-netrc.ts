import {
  editNetrc,
  parse,
  readNetrc,
  stringify,
  type NetrcChange,
  type NetrcDocument,
} from '@wellkey/netrc'
import { assertNotSudo } from '../assert-not-sudo.ts'
import { fileOf, type NetrcOptions } from '../netrc-argument.ts'
import { sayTightened } from '../say-tightened.ts'
import { print, say, type Terminal } from '../terminal.ts'
import { assertGoingOn } from '../until-aborted.ts'
import { formatDiff } from './format-diff.ts'

/** What the commands share that change a netrc file. */
export interface NetrcChangeOptions extends NetrcOptions {
  readonly dryRun?: boolean
}

/**
 * Changes a netrc file, or, in a dry run, shows on stdout what would change, values masked.
 *
 * @returns whether something has changed, or would; only what was written may be called done
 */
export async function changeNetrc(
  options: NetrcChangeOptions,
  terminal: Terminal,
  change: NetrcChange,
): Promise<{ readonly file: string; readonly isChanged: boolean }> {
  const file = fileOf(options, terminal)
  assertGoingOn(terminal.signal)
  if (options.dryRun === true) {
    const document = await readOrEmpty(file)
    const texts = { before: stringify(document), after: stringify(change(document)) }
    const isChanged = texts.before !== texts.after
    if (isChanged) print(terminal, await formatDiff(terminal, file, texts))
    else say(terminal, 'Nothing would change')
    return { file, isChanged }
  }
  if (options.file === undefined) assertNotSudo(file, terminal)
  const result = await editNetrc(file, change)
  sayTightened(terminal, file, result)
  return { file, isChanged: result.isChanged }
}

/** What an edit would find: an edit tightens a file that others can read, so it is read, too. */
async function readOrEmpty(file: string): Promise<NetrcDocument> {
  try {
    return await readNetrc(file, { allowInsecure: true })
  } catch (error) {
    const isMissing = error instanceof Error && Reflect.get(error, 'code') === 'ERR_NETRC_NOT_FOUND'
    if (isMissing) return parse('')
    throw error
  }
}
