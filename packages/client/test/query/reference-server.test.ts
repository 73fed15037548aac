// Queries, streams and writes against the reference server, over real sockets.
import {
  filter,
  LabKeyNotFoundError,
  LabKeyPermissionError,
  LabKeyQueryError,
  LabKeyValidationError,
  type QueryRow,
} from '@wellkey/client'
import { describe, expect, test } from 'vitest'
import { rejection } from '../recording-server.ts'
import { startDemo } from './demo-server.ts'

const patients = { schemaName: 'lists', queryName: 'Patients' }
const results = { schemaName: 'lists', queryName: 'Results' }

async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = []
  for await (const row of rows) all.push(row)
  return all
}

describe('reading', () => {
  test('streamRows() gives the rows of selectRows(), in every form', async () => {
    const labkey = await (await startDemo()).clientOf('reader')
    for (const apiVersion of ['8.3', '9.1', '17.1'] as const) {
      const whole = await labkey.query.selectRows({ ...results, apiVersion })
      const stream = labkey.query.streamRows({ ...results, apiVersion })
      const metadata = await stream.metadata()
      expect(await collect(stream)).toEqual(whole.rows)
      expect(metadata.columns).toEqual(whole.columns)
      expect(stream.rowCount).toBe(whole.rowCount)
      expect(whole.rows.length).toBeGreaterThan(50)
    }
  })

  test('pages() gives each row once', async () => {
    const labkey = await (await startDemo()).clientOf('reader')
    const { rows } = await labkey.query.selectRows({ ...results, sort: '-Value,ResultId' })
    const sizes: number[] = []
    const paged: QueryRow[] = []
    for await (const page of labkey.query.pages({ ...results, sort: '-Value', pageRows: 50 })) {
      sizes.push(page.rows.length)
      paged.push(...page.rows)
      expect(page.rowCount).toBe(rows.length)
    }
    expect(paged).toEqual(rows)
    expect(Math.max(...sizes)).toBe(50)
    const some = labkey.query.pages({ ...results, pageRows: 30, maxRows: 70, offset: 5 })
    const lengths = (await collect(some)).map((page) => page.rows.length)
    expect(lengths).toEqual([30, 30, 10])
  })

  test('executeSql() and streamSql() in both forms give the same rows', async () => {
    const labkey = await (await startDemo()).clientOf('reader')
    const statement = {
      schemaName: 'lists',
      sql: `SELECT SpecimenId, PatientId, Volume FROM Specimens WHERE Type <> 'nothing' ORDER BY SpecimenId`,
    }
    const { rows, columns } = await labkey.query.executeSql(statement)
    expect(rows.length).toBeGreaterThan(20)
    expect(columns.map(({ name }) => name)).toEqual(['SpecimenId', 'PatientId', 'Volume'])
    expect(await collect(labkey.query.streamSql(statement))).toEqual(rows)
    expect(await collect(labkey.query.streamSql({ ...statement, wafEncoding: false }))).toEqual(
      rows,
    )
    const delimited = labkey.query.streamSql({ ...statement, form: 'delimited' })
    expect((await delimited.metadata()).columns.map(({ name }) => name)).toEqual([
      'SpecimenId',
      'PatientId',
      'Volume',
    ])
    expect(await collect(delimited)).toEqual(rows)
  })

  test('SQL takes parameters, and its errors are explained', async () => {
    const labkey = await (await startDemo()).clientOf('reader')
    const sql =
      'PARAMETERS (Least DOUBLE) SELECT SpecimenId, Volume FROM Specimens WHERE Volume >= Least'
    const { rows } = await labkey.query.executeSql<{ Volume: number }>({
      schemaName: 'lists',
      sql,
      parameters: { Least: 2 },
    })
    expect(rows.length).toBeGreaterThan(0)
    expect(Math.min(...rows.map(({ Volume }) => Volume))).toBeGreaterThanOrEqual(2)
    const wrong = { schemaName: 'lists', sql: 'SELECT FROM' }
    expect(await rejection(labkey.query.executeSql(wrong))).toBeInstanceOf(LabKeyQueryError)
    expect(await rejection(collect(labkey.query.streamSql(wrong)))).toBeInstanceOf(LabKeyQueryError)
    const delimited = labkey.query.streamSql({ ...wrong, form: 'delimited' })
    expect(await rejection(collect(delimited))).toBeInstanceOf(Error)
  })

  test('selectDistinct() gives the values of a column', async () => {
    const labkey = await (await startDemo()).clientOf('reader')
    const { rows } = await labkey.query.selectRows<{ Type: string }>({
      schemaName: 'lists',
      queryName: 'Specimens',
    })
    const values = await labkey.query.selectDistinct<string>({
      schemaName: 'lists',
      queryName: 'Specimens',
      column: 'Type',
    })
    expect(values.toSorted()).toEqual([...new Set(rows.map(({ Type }) => Type))].toSorted())
  })

  test('schemas, queries and columns are described', async () => {
    const labkey = await (await startDemo()).clientOf('reader')
    const schemas = await labkey.query.getSchemas()
    expect(schemas.map(({ fullyQualifiedName }) => fullyQualifiedName)).toContain('lists')
    const queries = await labkey.query.getQueries({ schemaName: 'lists' })
    expect(queries.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Patients', 'Results', 'Specimens']),
    )
    const details = await labkey.query.getQueryDetails({
      schemaName: 'lists',
      queryName: 'Specimens',
    })
    const byName = new Map(details.columns.map((column) => [column.name, column]))
    expect(byName.get('SpecimenId')?.keyField).toBe(true)
    expect(byName.get('PatientId')?.lookup).toMatchObject({ queryName: 'Patients' })
    const unknown = labkey.query.getQueries({ schemaName: 'nope' })
    expect(await rejection(unknown)).toBeInstanceOf(LabKeyNotFoundError)
  })

  test('validateQuery() and getServerDate() answer', async () => {
    const demo = await startDemo()
    const labkey = await demo.clientOf('reader')
    await labkey.query.validateQuery({ ...patients })
    const before = await labkey.query.getServerDate()
    demo.server.clock.advance(3_600_000)
    const after = await labkey.query.getServerDate()
    expect(after.hours).toBe((before.hours + 1) % 24)
  })

  test('views are saved, listed and deleted', async () => {
    const labkey = await (await startDemo()).clientOf('editor')
    const view = {
      name: 'adults',
      columns: [{ fieldKey: 'PatientId' }, { fieldKey: 'Sex' }],
      filter: [{ fieldKey: 'Sex', op: 'eq', value: 'F' }],
      sort: [{ fieldKey: 'PatientId', dir: '-' as const }],
    }
    await labkey.query.saveQueryViews({ ...patients, views: [view] })
    const views = await labkey.query.getQueryViews(patients)
    expect(views.find(({ name }) => name === 'adults')).toMatchObject(view)
    await labkey.query.deleteQueryView({ ...patients, viewName: 'adults' })
    const left = await labkey.query.getQueryViews(patients)
    expect(left.map(({ name }) => name)).not.toContain('adults')
  })
})

describe('writing', () => {
  const row = { PatientId: 'P-9001', Initials: 'ZZ', Sex: 'F' }
  const only = { ...patients, filters: [filter('PatientId').eq('P-9001')] }

  test('insertRows(), updateRows() and deleteRows() change rows', async () => {
    const labkey = await (await startDemo()).clientOf('editor')
    const inserted = await labkey.query.insertRows({ ...patients, rows: [row] })
    expect(inserted).toMatchObject({ command: 'insert', rowsAffected: 1, rows: [row] })
    const change = { PatientId: 'P-9001', Initials: 'YY' }
    const updated = await labkey.query.updateRows({ ...patients, rows: [change] })
    expect(updated).toMatchObject({ command: 'update', rowsAffected: 1, rows: [change] })
    expect((await labkey.query.selectRows(only)).rows).toMatchObject([{ ...row, ...change }])
    const keys = [{ PatientId: 'P-9001' }]
    const deleted = await labkey.query.deleteRows({ ...patients, rows: keys })
    expect(deleted).toMatchObject({ command: 'delete', rowsAffected: 1 })
    expect(deleted.rows).toHaveLength(1)
    expect((await labkey.query.selectRows(only)).rows).toEqual([])
    const again = await labkey.query.deleteRows({ ...patients, rows: keys })
    expect(again.rows).toHaveLength(0)
  })

  test('rows that are yielded, and many of them, are streamed', async () => {
    const labkey = await (await startDemo()).clientOf('editor')
    async function* yielded() {
      for (let index = 0; index < 1500; index++) {
        yield { PatientId: `S-${index}`, Initials: 'é"\\', Sex: 'M' }
      }
    }
    const { rowsAffected } = await labkey.query.insertRows({ ...patients, rows: yielded() })
    expect(rowsAffected).toBe(1500)
    const many = Array.from({ length: 1200 }, (_, index) => ({ PatientId: `T-${index}`, Sex: 'F' }))
    const result = await labkey.query.importRows({ ...patients, rows: many })
    expect(result).toMatchObject({ command: 'importRows', rowsAffected: 1200, rows: [] })
    const { rows } = await labkey.query.selectRows({
      ...patients,
      filters: [filter('PatientId').startsWith('S-')],
      columns: ['PatientId', 'Initials'],
    })
    expect(rows).toHaveLength(1500)
    expect(rows[0]?.['Initials']).toBe('é"\\')
  })

  test('a refused row is named', async () => {
    const labkey = await (await startDemo()).clientOf('editor')
    const rows = [row, { Initials: 'XX' }]
    const error = await rejection(labkey.query.insertRows({ ...patients, rows }))
    expect(error).toBeInstanceOf(LabKeyValidationError)
    const { rowErrors } = error as LabKeyValidationError
    expect(rowErrors[0]?.message).toContain('PatientId')
    expect((await labkey.query.selectRows(only)).rows).toEqual([])
  })

  test('a reader may not write', async () => {
    const labkey = await (await startDemo()).clientOf('reader')
    const error = await rejection(labkey.query.insertRows({ ...patients, rows: [row] }))
    expect(error).toBeInstanceOf(LabKeyPermissionError)
  })

  test('saveRows() changes several tables, or none', async () => {
    const labkey = await (await startDemo()).clientOf('editor')
    const specimen = { SpecimenId: 'X-1', PatientId: 'P-9001', Type: 'Serum', Volume: 1 }
    const specimens = { schemaName: 'lists', queryName: 'Specimens' }
    const commands = [
      { command: 'insert', ...patients, rows: [row] },
      { command: 'insert', ...specimens, rows: [specimen] },
    ] as const
    const tried = await labkey.query.saveRows({ commands, validateOnly: true })
    expect(tried.committed).toBe(false)
    expect((await labkey.query.selectRows(only)).rows).toEqual([])
    const saved = await labkey.query.saveRows({ commands })
    expect(saved.committed).toBe(true)
    expect(saved.results.map(({ queryName }) => queryName)).toEqual(['Patients', 'Specimens'])
    expect(saved.results[1]?.rows).toMatchObject([specimen])
    const wrong = [
      { command: 'update', ...patients, rows: [{ PatientId: 'P-9001', Initials: 'QQ' }] },
      { command: 'insert', ...specimens, rows: [{ Type: 'Serum' }] },
    ] as const
    expect(await rejection(labkey.query.saveRows({ commands: wrong }))).toBeInstanceOf(
      LabKeyValidationError,
    )
    expect((await labkey.query.selectRows(only)).rows).toMatchObject([{ Initials: 'ZZ' }])
  })

  test('truncateTable() empties a table and says how many rows there were', async () => {
    const labkey = await (await startDemo()).clientOf('admin')
    const { rowCount } = await labkey.query.selectRows(results)
    expect(await labkey.query.truncateTable(results)).toEqual({ deletedRows: rowCount })
    expect((await labkey.query.selectRows(results)).rows).toEqual([])
  })

  test('moveRows() asks for the other container', async () => {
    const labkey = await (await startDemo()).clientOf('admin')
    const { rows } = await labkey.query.selectRows<{ ResultId: unknown }>({
      ...results,
      maxRows: 1,
    })
    const keys = rows.map(({ ResultId }) => ({ ResultId }))
    const outcome = await labkey.query
      .moveRows({ ...results, rows: keys, targetContainer: '/Open Data' })
      .catch((error: unknown) => error)
    // Lists stay where they are; whichever way it ends, it is LabKey's own answer that is understood.
    expect(outcome).not.toHaveProperty('code', 'ERR_LABKEY_DECODE')
  })
})
