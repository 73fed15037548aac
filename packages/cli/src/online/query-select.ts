import type { Filter, SelectRowsOptions } from '@wellkey/client'
import { printRows, type OutputOptions } from '../rows/print-rows.ts'
import { resolveServer } from '../resolve-server.ts'
import type { Terminal } from '../terminal.ts'
import { clientOf } from './client-of.ts'
import { hintAtContainers } from './hint-at-containers.ts'

/** What the query commands share: which server, and where on it. */
export interface PlaceOptions {
  readonly server?: string
  readonly container?: string
  readonly allowInsecureHttp?: boolean
}

/** What `wellkey query select` was asked to do. */
export interface SelectOptions extends PlaceOptions, OutputOptions {
  readonly columns?: readonly string[]
  readonly filter?: readonly FilterText[]
  readonly sort?: string
  readonly view?: string
  readonly limit?: number
  readonly offset?: number
}

/** A filter as it stands in a LabKey URL: `Age~gte=18`. */
export interface FilterText {
  readonly field: string
  readonly operator: string
  readonly value: string
}

/** Prints rows of a table or query. */
export async function runSelect(
  schemaName: string,
  queryName: string,
  options: SelectOptions,
  terminal: Terminal,
): Promise<void> {
  const url = await resolveServer(options.server, terminal, options)
  const labkey = clientOf(url, terminal, options)
  const { columns, sort, limit, offset, view } = options
  const request: SelectRowsOptions = {
    schemaName,
    queryName,
    signal: terminal.signal,
    // The client checks the operator and says which ones there are.
    ...(options.filter && { filters: options.filter as readonly Filter[] }),
    ...(columns && { columns }),
    ...(sort !== undefined && { sort }),
    ...(view !== undefined && { viewName: view }),
    ...(limit !== undefined && { maxRows: limit }),
    ...(offset !== undefined && { offset }),
  }
  await hintAtContainers(options, terminal, async () =>
    printRows(labkey.query.streamRows(request), options, terminal),
  )
}
