// A server in a process of its own that writes any number of rows for next to nothing, and swallows inserts.
// `/ROWS/query-selectRows.api` answers with that many rows of ten columns, 255 bytes each.
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const names = ['Żółw Zażółć', 'Ann Example', '日本語 太郎', 'Bob "the" Builder']

function rowText(index: number): string {
  return JSON.stringify({
    Key: index,
    Name: names[index % names.length],
    Note: `line ${index}: {braces}, [brackets] and more`,
    Value: index * 1.5 + 0.25,
    Flag: index % 3 === 0,
    Measured: '2024-05-31 10:00:00.000',
    Missing: null,
    Specimen: `S-${index % 5000}-${'x'.repeat(8)}`,
    Count: index % 97,
    Unit: 'mmol/L',
  })
}

const batch = 1000
const head = `{"schemaName":"lists","queryName":"Rows","formatVersion":8.3,"metaData":{"fields":[${'Key,Name,Note,Value,Flag,Measured,Missing,Specimen,Count,Unit'
  .split(',')
  .map((name) => `{"name":"${name}","type":"string"}`)
  .join(',')}]},"rows":[`
const block = Buffer.from(Array.from({ length: batch }, (_, index) => rowText(index)).join(','))
const nextBlock = Buffer.concat([Buffer.from(','), block])

async function writeRows(rows: number, response: ServerResponse): Promise<void> {
  response.setHeader('content-type', 'application/json;charset=utf-8')
  response.write(head)
  for (let written = 0; written < rows; written += batch) {
    if (response.destroyed) return
    if (!response.write(written === 0 ? block : nextBlock)) await once(response, 'drain')
  }
  response.end(`],"rowCount":${rows}}`)
}

const server = createServer((request, response) => {
  let length = 0
  request.on('data', (chunk: Buffer) => (length += chunk.length))
  request.on('end', () => {
    const rows = Number(/^\/(\d+)\//.exec(request.url ?? '')?.[1] ?? 0)
    if (request.url?.includes('selectRows') === true) {
      void writeRows(rows, response).catch(() => undefined)
      return
    }
    response.setHeader('content-type', 'application/json;charset=utf-8')
    response.end(JSON.stringify({ command: 'insert', rowsAffected: rows, rows: [], length }))
  })
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
})
// It ends with the process that has started it.
process.stdin.resume().on('end', () => process.exit())
