import {
  createClient,
  filter,
  fromValue,
  LabKeyOptionsError,
  type QueryRow,
  type SelectRowsResult,
} from '@wellkey/client'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { onePatient, rejection, sampleKey, startServer } from './recording-server.ts'

const credentials = fromValue(sampleKey)
const lists = { schemaName: 'lists', queryName: 'Patients' }

describe('selectRows()', () => {
  test('asks by POST, with everything in the form and nothing in the URL', async () => {
    const server = await startServer(() => ({ body: onePatient }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    await labkey.query.selectRows({
      ...lists,
      container: '/Demo Study',
      columns: ['PatientId', ['Site', 'Name, long']],
      filters: [filter('Age').gte(18), filter('Age').lt(65), filter(['a.b']).isBlank()],
      sort: ['-Age', 'PatientId'],
      maxRows: 10,
      offset: 20,
      viewName: 'my view',
      containerFilter: 'CurrentAndSubfolders',
      parameters: { Level: 3, Unset: undefined },
      includeTotalCount: false,
    })
    const [request] = server.requests
    expect(request).toMatchObject({ method: 'POST', path: '/Demo%20Study/query-selectRows.api' })
    expect(request?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
    expect([...new URLSearchParams(request?.body)]).toEqual([
      ['schemaName', 'lists'],
      ['query.queryName', 'Patients'],
      ['query.maxRows', '10'],
      ['query.viewName', 'my view'],
      ['query.offset', '20'],
      ['query.containerFilterName', 'CurrentAndSubfolders'],
      ['query.columns', 'PatientId,Site/Name$C long'],
      ['query.sort', '-Age,PatientId'],
      ['query.param.Level', '3'],
      ['query.Age~gte', '18'],
      ['query.Age~lt', '65'],
      ['query.a$Pb~isblank', ''],
      ['apiVersion', '8.3'],
      ['respFormat', 'JSON_COMPACT'],
      ['includeTotalCount', 'false'],
    ])
  })

  test('asks for all rows when nothing is said, since the server would cut at 100000', async () => {
    const server = await startServer(() => ({ body: onePatient }))
    await createClient({ baseUrl: server.url, credentials }).query.selectRows(lists)
    const form = new URLSearchParams(server.requests[0]?.body)
    expect(form.get('query.maxRows')).toBe('-1')
    expect(form.get('includeTotalCount')).toBe('true')
  })

  test('the same filter may come twice', async () => {
    const server = await startServer(() => ({ body: onePatient }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    const filters = [filter('Name').contains('a'), filter('Name').contains('b')]
    await labkey.query.selectRows({ ...lists, filters })
    const form = new URLSearchParams(server.requests[0]?.body)
    expect(form.getAll('query.Name~contains')).toEqual(['a', 'b'])
  })

  test('answers with rows without LabKey URLs, and with columns', async () => {
    const body = {
      schemaName: 'lists',
      queryName: 'Patients',
      formatVersion: 8.3,
      metaData: {
        fields: [
          {
            name: 'PatientId',
            type: 'string',
            jsonType: 'string',
            caption: 'Patient',
            keyField: true,
          },
          { name: 'BirthDate', type: 'date', caption: 'Born', hidden: true, phi: 'PHI' },
          {
            name: 'Site',
            type: 'int',
            caption: 'Site',
            lookup: {
              schemaName: 'lists',
              queryName: 'Sites',
              keyColumn: 'Id',
              displayColumn: 'N',
            },
          },
          'nonsense',
        ],
      },
      rows: [
        { PatientId: 'P-1', BirthDate: null, Site: 4, _labkeyurl_Site: '/x', _labkeyurl_Q: null },
      ],
      rowCount: 240,
    }
    const server = await startServer(() => ({ body }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    expect(await labkey.query.selectRows({ ...lists, maxRows: 1 })).toEqual({
      schemaName: 'lists',
      queryName: 'Patients',
      rowCount: 240,
      rows: [{ PatientId: 'P-1', BirthDate: null, Site: 4 }],
      columns: [
        { name: 'PatientId', caption: 'Patient', type: 'string', hidden: false, keyField: true },
        {
          name: 'BirthDate',
          caption: 'Born',
          type: 'date',
          hidden: true,
          keyField: false,
          phi: 'PHI',
        },
        {
          name: 'Site',
          caption: 'Site',
          type: 'int',
          hidden: false,
          keyField: false,
          lookup: { schemaName: 'lists', queryName: 'Sites', keyColumn: 'Id', displayColumn: 'N' },
        },
      ],
    })
  })

  test('is typed by the caller', async () => {
    const server = await startServer(() => ({ body: onePatient }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    interface Patient {
      PatientId: string
    }
    const typed = await labkey.query.selectRows<Patient>(lists)
    expectTypeOf(typed).toEqualTypeOf<SelectRowsResult<Patient>>()
    expectTypeOf(typed.rows).toEqualTypeOf<Patient[]>()
    const plain = await labkey.query.selectRows(lists)
    expectTypeOf(plain.rows).toEqualTypeOf<QueryRow[]>()
    expect(typed.rows[0]?.PatientId).toBe('P-1')
  })

  test.each([
    ['schemaName', { schemaName: undefined }],
    ['schemaName', { schemaName: '' }],
    ['queryName', { queryName: 7 }],
    ['columns', { columns: 'a,b' }],
    ['columns', { columns: [''] }],
    ['filters', { filters: filter('a').eq(1) }],
    ['filters', { filters: [{ field: 'a', operator: 'equals', value: '1' }] }],
    ['filters', { filters: [{ field: 'a', operator: 'eq', value: 1 }] }],
    ['sort', { sort: [1] }],
    ['maxRows', { maxRows: -2 }],
    ['maxRows', { maxRows: '5' }],
    ['offset', { offset: 0.5 }],
    ['containerFilter', { containerFilter: 'current' }],
    ['parameters', { parameters: ['a'] }],
    ['parameters', { parameters: { a: new Date() } }],
    ['includeTotalCount', { includeTotalCount: 1 }],
    ['filter', { filter: [] }],
    ['container', { container: '/a/../b' }],
  ])('names the wrong option and sends nothing: %s of %j', async (name, options) => {
    const server = await startServer(() => ({ body: onePatient }))
    const labkey = createClient({ baseUrl: server.url, credentials })
    const error = await rejection(labkey.query.selectRows({ ...lists, ...options } as never))
    expect(error).toBeInstanceOf(LabKeyOptionsError)
    expect((error as Error).message).toContain(name)
    expect(server.requests).toHaveLength(0)
  })
})
