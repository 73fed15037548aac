import type { Caller } from '../query/ask-query.ts'
import { selectCall, type SelectRowsOptions } from '../query/select-rows.ts'
import { completeCall } from '../request.ts'
import { createJsonReader } from './json-reader.ts'
import { createRowSource, type RowSource } from './row-source.ts'

/** Reads rows as they arrive: `query-selectRows.api`, in the forms of `selectRows`. */
export function streamRows<Row>(
  options: SelectRowsOptions,
  { client, open }: Caller,
): RowSource<Row> {
  const { parts, ...asked } = selectCall(options, 'streamRows', client)
  const reader = createJsonReader<Row>(asked, client.maxResponseBytes)
  return createRowSource(open, completeCall(client, parts), reader)
}
