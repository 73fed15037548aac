import { exitCodeOf, isLabKeyError } from '@wellkey/client'
import { readEnvironment } from '@wellkey/credentials'
import { CliError } from '../cli-error.ts'
import type { Terminal } from '../terminal.ts'
import type { PlaceOptions } from './query-select.ts'

/** Whether the command line or the environment names a container. */
export function namesContainer({ container }: PlaceOptions, { environment }: Terminal): boolean {
  return container !== undefined || readEnvironment('container', environment) !== undefined
}

/**
 * Does something in a container, and, when the server has no such thing there although nobody has said
 * which container is meant, says how to see which ones there are.
 */
export async function hintAtContainers(
  options: PlaceOptions,
  terminal: Terminal,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    const isElsewhere =
      isLabKeyError(error, 'ERR_LABKEY_FORBIDDEN') || isLabKeyError(error, 'ERR_LABKEY_NOT_FOUND')
    if (!isElsewhere || namesContainer(options, terminal)) throw error
    const hint =
      'no --container was given, so / was asked; wellkey query list shows which ones there are'
    throw new CliError(`${error.message}\n  hint   ${hint}`, exitCodeOf(error))
  }
}
