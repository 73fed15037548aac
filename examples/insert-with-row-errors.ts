// Inserts rows, and says for each row that the server refuses what is wrong with it.
import { createClient, exitCodeOf, LabKeyValidationError } from '@wellkey/client'

const target = { schemaName: 'lists', queryName: 'Results', container: '/Open Data' }
const measured = [
  { ResultId: 900_001, SpecimenId: 'SP-00001', Analyte: 'Glucose', Value: 5.1, Unit: 'mmol/L' },
  { ResultId: 900_002, Analyte: 'Glucose', Value: 5.4, Unit: 'mmol/L' },
]

try {
  const labkey = createClient()
  try {
    await labkey.query.insertRows({ ...target, rows: measured })
  } catch (error) {
    if (!(error instanceof LabKeyValidationError)) throw error
    // Nothing of a refused call is kept, so that it can be sent again once it is right.
    console.log(error.message)
    for (const { rowNumber, field, message } of error.rowErrors) {
      console.log(`row ${rowNumber ?? '?'}, ${field ?? 'as a whole'}: ${message}`)
    }
    const right = measured.filter((row) => 'SpecimenId' in row)
    const { rowsAffected } = await labkey.query.insertRows({ ...target, rows: right })
    console.log(`${rowsAffected} of ${measured.length} rows inserted`)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = exitCodeOf(error)
}
