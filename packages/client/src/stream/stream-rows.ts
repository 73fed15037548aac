import type { Caller } from '../query/ask-query.ts'
import { selectCall, type SelectRowsOptions } from '../query/select-rows.ts'
import { completeCall } from '../request.ts'
import { createJsonReader } from './json-reader.ts'
import { createRowSource } from './row-source.ts'
import { createRowStream, type RowStream } from './row-stream.ts'

/** Reads rows one by one: `query-selectRows.api`, in the forms of `selectRows`. */
export function streamRows<Row>(
  options: SelectRowsOptions,
  { client, open }: Caller,
): RowStream<Row> {
  const { parts, ...asked } = selectCall(options, 'streamRows', client)
  const reader = createJsonReader<Row>(asked, client.maxResponseBytes)
  return createRowStream(createRowSource(open, completeCall(client, parts), reader))
}
