/** Rows of the input that are sent together. */
export interface Batch<Row> {
  readonly rows: readonly Row[]
  /** The number of the first and the last of them in the input, from 1. */
  readonly first: number
  readonly last: number
}

/** Cuts rows into batches, from a row on; the rows before it are read and left out. */
export async function* inBatches<Row>(
  rows: AsyncIterable<Row>,
  { size, from }: { readonly size: number; readonly from: number },
): AsyncGenerator<Batch<Row>> {
  let batch: Row[] = []
  let number = 0
  for await (const row of rows) {
    number++
    if (number < from) continue
    batch.push(row)
    if (batch.length < size) continue
    yield { rows: batch, first: number - batch.length + 1, last: number }
    batch = []
  }
  if (batch.length > 0) yield { rows: batch, first: number - batch.length + 1, last: number }
}
