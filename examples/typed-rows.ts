// Reads results by columns that the compiler knows. `typed-rows.generated.ts` was made by
// `wellkey types generate --container "/Open Data" --schema lists`; the key comes as in select-rows.ts.
import { createClient, exitCodeOf } from '@wellkey/client'
import { filter, typed } from '@wellkey/client/typed'
import type { LabKeySchemas } from './typed-rows.generated.ts'

try {
  const labkey = typed<LabKeySchemas>(createClient())
  const { rows } = await labkey.query.selectRows({
    schemaName: 'lists',
    queryName: 'Results',
    columns: ['ResultId', 'Analyte', 'Value', 'SpecimenId/PatientId/Site'],
    filters: [filter('Flag').eq('H'), filter('SpecimenId/Type').eq('Serum')],
    sort: ['-Value', 'ResultId'],
    maxRows: 3,
  })
  for (const { Analyte, Value, 'SpecimenId/PatientId/Site': site } of rows) {
    // Value is a number or null: without ?. this would not compile.
    console.log(`${Analyte ?? '?'} ${Value?.toFixed(1) ?? '?'} at ${site ?? '?'}`)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = exitCodeOf(error)
}
