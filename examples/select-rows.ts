// Reads the newest results. LABKEY_BASE_URL and LABKEY_CONTAINER say where; the key comes from
// LABKEY_API_KEY or from the netrc file.
import { createClient, describeSource, exitCodeOf } from '@wellkey/client'

try {
  const labkey = createClient()
  const columns = ['ResultId', 'SpecimenId/PatientId', 'Analyte', 'Value', 'Unit', 'Flag']
  const newest = { columns, sort: '-Measured,ResultId', maxRows: 6 }
  const results = { schemaName: 'lists', queryName: 'Results', ...newest }
  const { rows } = await labkey.query.selectRows(results)
  const credential = await labkey.credential()
  console.log(`Key from ${credential && describeSource(credential.source)}`)
  console.table(rows)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = exitCodeOf(error)
}
