// A server of its own, so that its memory can be measured: a table of a million rows that are made as
// they are asked for. Tells its address, then its peak of memory as often as it is asked.
import { randomUUID } from 'node:crypto'

import { createServer } from '@wellkey/server'
import type { SeedRow } from '@wellkey/server'

const rowCount = 1_000_000

function* makeRows(): Generator<SeedRow> {
  for (let number = 1; number <= rowCount; number += 1) {
    yield {
      Id: number,
      Name: `row number ${number}`,
      Site: 'Northgate Clinic',
      Drawn: '2024-05-31 08:30:00.000',
      A: number / 8,
      B: number * 3,
      C: null,
      D: number % 2 === 0,
      E: 'some text of a usual length',
      F: number % 97,
    }
  }
}

const password = randomUUID()
const server = createServer({
  users: [{ email: 'ann@example.org', password, role: 'reader' }],
  containers: [{ path: '/Open', guestRead: true }],
  tables: [
    {
      name: 'Million',
      columns: [
        { name: 'Id', type: 'int', key: true },
        { name: 'Name', type: 'string' },
        { name: 'Site', type: 'string' },
        { name: 'Drawn', type: 'date' },
        { name: 'A', type: 'float' },
        { name: 'B', type: 'int' },
        { name: 'C', type: 'string' },
        { name: 'D', type: 'boolean' },
        { name: 'E', type: 'string' },
        { name: 'F', type: 'int' },
      ],
      rows: makeRows,
    },
    {
      name: 'Late',
      columns: [{ name: 'Id', type: 'int', key: true }],
      rows: function* late() {
        for (let number = 1; number <= 100_000; number += 1) yield { Id: number }
        throw new Error('The disk is on fire')
      },
    },
  ],
})
const { url } = await server.listen({ port: 0 })
process.on('message', () => process.send?.({ peakKiB: process.resourceUsage().maxRSS }))
process.send?.({ url })
