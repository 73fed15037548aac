// The types of rows: right uses compile, wrong ones do not. `tsc` over the tree reads this file as well.
import { createClient, type LabKeyClient, type SelectRowsResult } from '@wellkey/client'
import {
  filter,
  typed,
  type NoLookups,
  type QueryShape,
  type TypedSelectOptions,
} from '@wellkey/client/typed'
import { describe, expect, expectTypeOf, test } from 'vitest'

interface Site extends QueryShape {
  readonly row: { SiteId: number; City: string | null }
  readonly view: 'SiteId' | 'City'
  readonly key: { readonly SiteId: number }
  readonly insert: { readonly City?: string | null }
  readonly update: { readonly SiteId: number; readonly City?: string | null }
  readonly lookups: NoLookups
  readonly parameters: Readonly<Record<string, never>>
}

interface Patient extends QueryShape {
  readonly row: { PatientId: string; Age: number | null; Site: number; Created: string }
  readonly view: 'PatientId' | 'Age'
  readonly key: { readonly PatientId: string }
  readonly insert: {
    readonly PatientId: string
    readonly Age?: number | null
    readonly Site: number
  }
  readonly update: { readonly PatientId: string; readonly Age?: number | null }
  readonly lookups: { readonly Site: Site; readonly Doctor: Patient }
  readonly parameters: Readonly<Record<string, never>>
}

interface BySite extends QueryShape {
  readonly row: { PatientId: string | null }
  readonly view: 'PatientId'
  readonly key: never
  readonly insert: never
  readonly update: never
  readonly lookups: NoLookups
  readonly parameters: { readonly Site: string; readonly Least?: number }
}

interface Shapes {
  readonly lists: { readonly Patients: Patient; readonly Sites: Site; readonly BySite: BySite }
}

const client: LabKeyClient = createClient({
  baseUrl: 'https://labkey.example.org',
  credentials: 'anonymous',
  environment: {},
})
const labkey = typed<Shapes>(client)
const patients = { schemaName: 'lists', queryName: 'Patients' } as const
const sites = { schemaName: 'lists', queryName: 'Sites' } as const
const bySite = { schemaName: 'lists', queryName: 'BySite' } as const

/** Never runs: what stands in it is there for the compiler. */
function neverRun(body: () => unknown): () => unknown {
  return body
}

type RowOfResult<Result> = Result extends SelectRowsResult<infer Row> ? Row : never

describe('typed', () => {
  test('the client stays the same object', () => {
    expect(labkey).toBe(client)
  })

  test('rows have the columns of the default view, or those that were asked for', () => {
    const body = neverRun(async () => {
      const byDefault = await labkey.query.selectRows(patients)
      expectTypeOf<RowOfResult<typeof byDefault>>().toEqualTypeOf<{
        PatientId: string
        Age: number | null
      }>()
      const chosen = await labkey.query.selectRows({
        ...patients,
        columns: ['Age', 'Site/City', 'Doctor/Site/City'],
        extraColumns: ['Created'],
      })
      expectTypeOf<RowOfResult<typeof chosen>>().toEqualTypeOf<{
        Age: number | null
        'Site/City': string | null
        'Doctor/Site/City': string | null
        Created: string
      }>()
      const viewed = await labkey.query.selectRows({ ...patients, viewName: 'mine' })
      expectTypeOf(viewed.rows[0]?.Age).toEqualTypeOf<number | null | undefined>()
      const cells = await labkey.query.selectRows({ ...patients, apiVersion: '9.1' })
      expectTypeOf(cells.rows[0]?.Age.value).toEqualTypeOf<number | null | undefined>()
      for await (const row of labkey.query.streamRows({ ...patients, columns: ['Site'] })) {
        expectTypeOf(row).toEqualTypeOf<{ Site: number }>()
      }
      for await (const { rows } of labkey.query.pages({
        ...patients,
        columns: ['Site'],
        pageRows: 5,
      })) {
        expectTypeOf(rows).toEqualTypeOf<{ Site: number }[]>()
      }
      const ages = await labkey.query.selectDistinct({ ...patients, column: 'Age' })
      expectTypeOf(ages).toEqualTypeOf<readonly (number | null)[]>()
      // @ts-expect-error the row has only what was asked for
      void chosen.rows[0]?.PatientId
    })
    expect(body).toBeTypeOf('function')
  })

  test('names of schemas, queries, columns, sorts and filters are checked', () => {
    const body = neverRun(() => {
      void labkey.query.selectRows({
        ...patients,
        sort: ['-Age', 'Site/City', '+PatientId'],
        filters: [filter('Age').gte(18), filter('Site/City').in(['Oslo']), filter('*').search('x')],
        maxRows: 5,
      })
      // @ts-expect-error no such schema
      void labkey.query.selectRows({ schemaName: 'list', queryName: 'Patients' })
      // @ts-expect-error no such query
      void labkey.query.selectRows({ schemaName: 'lists', queryName: 'Patient' })
      // @ts-expect-error no such column
      void labkey.query.selectRows({ ...patients, columns: ['Agee'] })
      // @ts-expect-error no such column of the lookup
      void labkey.query.selectRows({ ...patients, columns: ['Site/Town'] })
      // @ts-expect-error no lookup
      void labkey.query.selectRows({ ...patients, columns: ['Age/City'] })
      // @ts-expect-error no such column among others
      void labkey.query.selectRows({ ...patients, columns: ['Age', 'Nothing'] })
      // @ts-expect-error no such column to sort by
      void labkey.query.selectRows({ ...patients, sort: '-Agee' })
      // @ts-expect-error no such column to filter by
      void labkey.query.selectRows({ ...patients, filters: [filter('Agee').gte(18)] })
      // @ts-expect-error no such extra column
      void labkey.query.streamRows({ ...patients, extraColumns: ['Agee'] })
      // @ts-expect-error no such column
      void labkey.query.selectDistinct({ ...patients, column: 'Agee' })
      // @ts-expect-error no such option
      void labkey.query.selectRows({ ...patients, maxrows: 5 })
    })
    expect(body).toBeTypeOf('function')
  })

  test('parameters are checked, and demanded where there is no default', () => {
    const body = neverRun(() => {
      void labkey.query.selectRows({ ...bySite, parameters: { Site: 'Oslo' } })
      void labkey.query.selectRows({ ...bySite, parameters: { Site: 'Oslo', Least: 3 } })
      // @ts-expect-error Site is missing
      void labkey.query.selectRows(bySite)
      // @ts-expect-error Site is missing
      void labkey.query.selectRows({ ...bySite, parameters: { Least: 3 } })
      // @ts-expect-error Least is a number
      void labkey.query.selectRows({ ...bySite, parameters: { Site: 'Oslo', Least: 'x' } })
      // @ts-expect-error no such parameter
      void labkey.query.selectRows({ ...bySite, parameters: { Site: 'Oslo', Most: 3 } })
      // @ts-expect-error a table has no parameters
      void labkey.query.selectRows({ ...patients, parameters: { Site: 'Oslo' } })
    })
    expect(body).toBeTypeOf('function')
  })

  test('rows to write are checked', () => {
    const body = neverRun(async () => {
      const { rows } = await labkey.query.insertRows({
        ...patients,
        rows: [{ PatientId: 'P-1', Site: 1 }],
      })
      expectTypeOf(rows[0]?.Age).toEqualTypeOf<number | null | undefined>()
      void labkey.query.updateRows({ ...patients, rows: [{ PatientId: 'P-1', Age: null }] })
      void labkey.query.deleteRows({ ...patients, rows: [{ PatientId: 'P-1' }] })
      // @ts-expect-error Site is required
      void labkey.query.insertRows({ ...patients, rows: [{ PatientId: 'P-1' }] })
      const fixed = { PatientId: 'P', Site: 1 }
      // @ts-expect-error Created is read-only
      void labkey.query.insertRows({ ...patients, rows: [{ ...fixed, Created: '' }] })
      // @ts-expect-error the key is missing
      void labkey.query.updateRows({ ...patients, rows: [{ Age: 3 }] })
      // @ts-expect-error Age is a number
      void labkey.query.updateRows({ ...patients, rows: [{ PatientId: 'P-1', Age: '3' }] })
      // @ts-expect-error the key is a text
      void labkey.query.deleteRows({ ...patients, rows: [{ PatientId: 1 }] })
      // @ts-expect-error a saved query takes no rows
      void labkey.query.insertRows({ ...bySite, rows: [{ PatientId: 'P-1' }] })
    })
    expect(body).toBeTypeOf('function')
  })

  test('the commands of saveRows are checked', () => {
    const body = neverRun(() => {
      void labkey.query.saveRows({
        commands: [
          { ...patients, command: 'insert', rows: [{ PatientId: 'P-1', Site: 1 }] },
          { schemaName: 'lists', queryName: 'Sites', command: 'delete', rows: [{ SiteId: 1 }] },
          {
            ...patients,
            command: 'updateChangingKeys',
            rows: [{ values: { PatientId: 'P-2' }, oldKeys: { PatientId: 'P-1' } }],
          },
        ],
      })
      void labkey.query.saveRows({
        // @ts-expect-error Site is required
        commands: [{ ...patients, command: 'insert', rows: [{ PatientId: 'P-1' }] }],
      })
      void labkey.query.saveRows({
        // @ts-expect-error the key of Sites is a number
        commands: [{ ...sites, command: 'delete', rows: [{ SiteId: '' }] }],
      })
    })
    expect(body).toBeTypeOf('function')
  })

  test('what is not about generated rows is as before', () => {
    const body = neverRun(() => {
      void labkey.within('/Other').query.selectRows(patients)
      void labkey.query.executeSql<{ n: number }>({ schemaName: 'lists', sql: 'SELECT 1 AS n' })
      void client.query.selectRows({ schemaName: 'any', queryName: 'thing', columns: ['x'] })
      expectTypeOf<
        TypedSelectOptions<'lists', 'Sites', Site, never, never, never, '8.3'>
      >().toHaveProperty('maxRows')
    })
    expect(body).toBeTypeOf('function')
  })

  test('filter makes what filter of the client makes', () => {
    expect(filter('Age').between(1, 2)).toEqual({ field: 'Age', operator: 'between', value: '1,2' })
    expectTypeOf(filter('Age').eq(1).field).toEqualTypeOf<'Age'>()
  })
})
