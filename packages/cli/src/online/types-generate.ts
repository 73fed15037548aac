import { resolveServer } from '../resolve-server.ts'
import { counted } from '../rows/progress.ts'
import { beginFile } from '../rows/new-file.ts'
import { done } from '../style.ts'
import { print, say, type Terminal } from '../terminal.ts'
import { makeTypes } from '../types/make-types.ts'
import { clientOf } from './client-of.ts'
import { hintAtContainers } from './hint-at-containers.ts'
import type { PlaceOptions } from './query-select.ts'

/** What `wellkey types generate` was asked to do. */
export interface GenerateOptions extends PlaceOptions {
  readonly schema?: readonly string[]
  readonly query?: readonly string[]
  readonly parameter?: readonly string[]
  readonly out?: string
}

/** Writes the columns of queries as types, to stdout or into a file that appears when it is complete. */
export async function runTypesGenerate(
  options: GenerateOptions,
  terminal: Terminal,
): Promise<void> {
  const labkey = clientOf(await resolveServer(options.server, terminal, options), terminal, options)
  const { schema = [], query = [], parameter = [], out } = options
  const { container } = labkey
  const selection = {
    container,
    schemas: schema.toSorted(),
    queries: query.toSorted(),
    parameters: parameter.toSorted(),
  }
  await hintAtContainers(options, terminal, async () => {
    const { text, queries } = await makeTypes(labkey, selection, terminal)
    if (out === undefined) {
      print(terminal, text)
      return
    }
    const file = await beginFile(out)
    try {
      await file.write(text)
      await file.keep()
    } finally {
      await file.drop()
    }
    say(terminal, `${done(terminal)} Wrote types of ${queryCount(queries)} to ${file.path}`)
  })
}

function queryCount(count: number): string {
  return count === 1 ? '1 query' : counted(count, 'querie')
}
