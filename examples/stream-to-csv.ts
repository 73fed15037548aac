// Writes a query of any size to a CSV file: one row in memory at a time, the file whole or not there at all.
// node stream-to-csv.ts results.csv
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createClient, exitCodeOf } from '@wellkey/client'
import { stringify } from 'csv-stringify'

const file = process.argv[2] ?? 'results.csv'
const unfinished = `${file}.part`
const columns = ['ResultId', 'SpecimenId', 'Analyte', 'Value', 'Unit']
try {
  const labkey = createClient()
  const rows = labkey.query.streamRows({ schemaName: 'lists', queryName: 'Results', columns })
  const csv = stringify({ header: true, columns })
  await pipeline(rows, csv, createWriteStream(unfinished, { mode: 0o600 }))
  await rename(unfinished, file)
  console.log(`${file} is written`)
} catch (error) {
  await rm(unfinished, { force: true })
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = exitCodeOf(error)
}
