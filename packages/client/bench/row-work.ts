// One piece of work on the server of rows, measured: `row-work.ts WORK URL ROWS` prints a line of JSON.
import { request } from 'node:http'
import { createClient } from '@wellkey/client'
import { JSONParser } from '@streamparser/json'
import axios from 'axios'
import JsonParse from 'jsonparse'

const [work = '', url = '', count = '0'] = process.argv.slice(2)
const rows = Number(count)
const labkey = createClient({
  baseUrl: url,
  credentials: 'anonymous',
  container: `/${rows}`,
  retry: false,
})
const from = { schemaName: 'lists', queryName: 'Rows' }
const address = `${url}/${rows}/query-selectRows.api`

let peak = 0
/** Called often enough by every kind of work to see the highest point. */
function look(): void {
  peak = Math.max(peak, process.memoryUsage.rss())
}

function chunks(each: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    request(address, { method: 'POST' }, (response) => {
      response.on('data', each)
      response.on('end', resolve)
      response.on('error', reject)
    }).end()
  })
}

function* generated(): Generator<object> {
  for (let index = 0; index < rows; index++) yield rowOf(index)
}

function rowOf(index: number): object {
  return {
    PatientId: `P-${index}`,
    Name: 'Żółw Zażółć',
    Note: `line ${index}: {braces}, [brackets] and more`,
    Value: index * 1.5 + 0.25,
    Flag: index % 3 === 0,
    Measured: '2024-05-31 10:00:00.000',
    Missing: null,
    Specimen: `S-${index % 5000}`,
    Count: index % 97,
    Unit: 'mmol/L',
  }
}

const works: Readonly<Record<string, () => Promise<number>>> = {
  async streamRows() {
    let seen = 0
    for await (const _row of labkey.query.streamRows(from)) {
      if (++seen % 2000 === 0) look()
    }
    return seen
  },
  async selectRows() {
    const result = await labkey.query.selectRows(from)
    look()
    return result.rows.length
  },
  async axios() {
    const { data } = await axios.post<{ rows: unknown[] }>(address, '')
    look()
    return data.rows.length
  },
  async jsonparse() {
    const parser = new JsonParse()
    let seen = 0
    parser.onValue = function (value) {
      if (this.stack.length !== 2 || typeof value !== 'object' || value === null) return
      if (!('Key' in value)) return
      // As its users do, so that rows are not kept.
      this.value = undefined
      if (++seen % 2000 === 0) look()
    }
    await chunks((chunk) => parser.write(chunk))
    return seen
  },
  async streamparser() {
    const parser = new JSONParser({ paths: ['$.rows.*'], keepStack: false })
    let seen = 0
    parser.onValue = () => {
      if (++seen % 2000 === 0) look()
    }
    await chunks((chunk) => parser.write(chunk))
    return seen
  },
  async insertStreamed() {
    const result = await labkey.query.insertRows({ ...from, rows: generated() })
    look()
    return result.rowsAffected
  },
  async insertArray() {
    const result = await labkey.query.insertRows({ ...from, rows: [...generated()] })
    look()
    return result.rowsAffected
  },
  async insertAxios() {
    const body = { ...from, rows: [...generated()] }
    const { data } = await axios.post<{ rowsAffected: number }>(
      `${url}/${rows}/query-insertRows.api`,
      body,
    )
    look()
    return data.rowsAffected
  },
  async stringify() {
    const text = JSON.stringify({ ...from, rows: [...generated()] })
    look()
    return text.length > 0 ? rows : 0
  },
}

globalThis.gc?.()
await new Promise((resolve) => setTimeout(resolve, 100))
const idle = process.memoryUsage.rss()
look()
const timer = setInterval(look, 5)
const startedAt = performance.now()
const seen = await works[work]?.()
const ms = performance.now() - startedAt
clearInterval(timer)
if (seen !== rows) throw new Error(`${work} saw ${seen} of ${rows} rows`)
process.stdout.write(JSON.stringify({ rows, ms, overIdleMB: (peak - idle) / 1_048_576 }))
process.exit()
