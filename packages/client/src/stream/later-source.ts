import type { RowSource } from './row-source.ts'

/** Makes a source of rows out of one that is made with the first question. */
export function createLaterSource<Row>(make: () => Promise<RowSource<Row>>): RowSource<Row> {
  let made: Promise<RowSource<Row>> | undefined
  let source: RowSource<Row> | undefined
  let isClosed = false

  const get = async () => {
    made ??= make()
    source = await made
    if (isClosed) await source.close()
    return source
  }
  return {
    get rowCount() {
      return source?.rowCount
    },
    next: async () => (isClosed ? undefined : (await get()).next()),
    metadata: async () => (await get()).metadata(),
    async close() {
      isClosed = true
      await source?.close()
    },
  }
}
