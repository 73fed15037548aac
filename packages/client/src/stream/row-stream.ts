import type { RowsMetadata, RowSource } from './row-source.ts'

/**
 * The rows of one answer, one by one, while they arrive; to be read once.
 *
 * Only what is asked for is read from the connection: a slow reader slows the server down, and memory
 * stays the same whatever the number of rows. Leaving the loop early closes the connection. An error of
 * the server behind rows is thrown behind these rows, and so is an answer that stops before its end.
 */
export interface RowStream<Row> extends AsyncIterator<Row, undefined> {
  [Symbol.asyncIterator](): RowStream<Row>
  /** What the rows are. It can be asked before the first row and sends the request if need be. */
  metadata(): Promise<RowsMetadata>
  /**
   * All rows that match, as LabKey counted them; without `includeTotalCount`, `offset` and the rows that
   * came. LabKey writes it behind the rows: `undefined` before the loop has ended.
   */
  readonly rowCount: number | undefined
  /** Closes the connection; for those who asked for metadata and want no rows. */
  return(): Promise<IteratorResult<Row, undefined>>
}

const ended = { done: true, value: undefined } as const

/** Hands out the rows of a source one by one. */
export function createRowStream<Row>(source: RowSource<Row>): RowStream<Row> {
  let batch: readonly Row[] = []
  let index = 0
  let isOver = false
  let waiting = 0
  let turn: Promise<unknown> = Promise.resolve()

  // One question at a time reaches the source, in the order in which they were asked.
  const inTurn = <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    waiting++
    const answer = turn.then(ask).finally(() => waiting--)
    turn = answer.catch(() => undefined)
    return answer
  }

  const take = (): IteratorResult<Row, undefined> => ({
    done: false,
    // There is one: every caller has compared the index.
    value: batch[index++] as Row,
  })

  const takeNext = async (): Promise<IteratorResult<Row, undefined>> => {
    if (index < batch.length) return take()
    if (isOver) return ended
    try {
      batch = (await source.next()) ?? []
    } catch (error) {
      isOver = true
      throw error
    }
    index = 0
    if (batch.length > 0) return take()
    isOver = true
    return ended
  }

  const finish = async (): Promise<IteratorResult<Row, undefined>> => {
    isOver = true
    batch = []
    index = 0
    await source.close()
    return ended
  }

  return {
    metadata: () => inTurn(() => source.metadata()),
    get rowCount() {
      return source.rowCount
    },
    next: () =>
      waiting === 0 && index < batch.length ? Promise.resolve(take()) : inTurn(takeNext),
    // Not in turn: it must be able to end a question that is under way.
    return: finish,
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
