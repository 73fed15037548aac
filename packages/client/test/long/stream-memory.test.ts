// A stream of rows takes the same memory however many there are, in a process with a heap of 64 MB, and has
// no limit where a text in memory has one (512 MB).
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { measure, startRowServer, type RowServer } from '../../bench/start-row-server.ts'

describe('streamRows() with a heap of 64 MB', () => {
  let server: RowServer
  beforeAll(async () => {
    server = await startRowServer()
  })
  afterAll(() => server.stop())

  // 255 bytes a row: the last is a body of about 1 GB.
  test.each([100_000, 1_000_000, 4_000_000])('%d rows', async (rows) => {
    const cost = await measure('streamRows', server.url, rows, 64)
    expect(cost.rows).toBe(rows)
    // Measured: 10 to 40. Rows that are kept would take hundreds, and more than the heap.
    expect(cost.overIdleMB).toBeLessThan(100)
  })

  test('an insert of 1,000,000 rows is streamed', async () => {
    const cost = await measure('insertStreamed', server.url, 1_000_000, 64)
    expect(cost.overIdleMB).toBeLessThan(100)
  })
})
