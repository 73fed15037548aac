// Sends a file of tab-separated rows; it is read while it is sent.
// node import-file.ts patients.tsv
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { createClient, exitCodeOf } from '@wellkey/client'

const path = process.argv[2]
try {
  if (path === undefined) throw new Error('Say which file: node import-file.ts patients.tsv')
  const labkey = createClient({ container: '/Open Data' })
  const { rowCount } = await labkey.query.importData({
    schemaName: 'lists',
    queryName: 'Patients',
    source: { file: { filename: basename(path), content: createReadStream(path) } },
  })
  console.log(`${rowCount} rows imported`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = exitCodeOf(error)
}
