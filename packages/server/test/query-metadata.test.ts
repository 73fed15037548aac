import { describe, expect, test } from 'vitest'

import { openBrowser } from './browser.ts'
import type { Answer } from './browser.ts'
import { people, seededServer, visits } from './seed.ts'

const server = seededServer({
  tables: [
    people,
    visits,
    {
      name: 'X',
      schemaName: 'assay.General.Mine',
      columns: [{ name: 'A', type: 'int' }],
      rows: [],
    },
  ],
  queries: [
    { name: 'Fine', title: 'A fine query', sql: 'SELECT Key, Name FROM People' },
    { name: 'Broken', sql: 'SELECT nix FROM People' },
  ],
})
const admin = openBrowser(server)
await admin.logIn('admin')
const get = (path: string): Promise<Answer> => admin.send(`/Lab/query-${path}`)

describe('getSchemas', () => {
  test('is a list of names below 9.3, a tree from then on', async () => {
    const names = ['assay.General.Mine', 'auditLog', 'core', 'lists']
    expect((await get('getSchemas.api')).json['schemas']).toEqual(expect.arrayContaining(names))
    expect((await get('getSchemas.api?apiVersion=8.3')).json).toHaveProperty('schemas')
    const tree = (await get('getSchemas.api?apiVersion=9.3')).json
    expect(tree['lists']).toEqual({
      schemaName: 'lists',
      fullyQualifiedName: 'lists',
      description: null,
      hidden: false,
      schemas: {},
    })
    const below = (await get('getSchemas.api?apiVersion=17.1&schemaName=assay.general')).json
    expect(below).toMatchObject({ Mine: { fullyQualifiedName: 'assay.General.Mine' } })
  })
})

describe('getQueries', () => {
  test('lists tables and saved queries', async () => {
    const { json } = await get('getQueries.api?schemaName=LISTS')
    expect(json['schemaName']).toBe('lists')
    const queries = json['queries'] as Record<string, unknown>[]
    expect(queries.map(({ name, isUserDefined }) => [name, isUserDefined])).toEqual([
      ['People', false],
      ['Visits', false],
      ['Fine', true],
      ['Broken', true],
    ])
    expect(queries[2]).toMatchObject({ title: 'A fine query', containerPath: '/Lab' })
    expect(queries[0]?.['columns']).toContainEqual({
      name: 'Born',
      caption: 'Born',
      shortCaption: 'Born',
      description: null,
    })
    const lean = await get(
      'getQueries.api?schemaName=lists&includeUserQueries=false&includeColumns=false&includeTitle=false&includeViewDataUrl=false',
    )
    expect((lean.json['queries'] as object[]).length).toBe(2)
    for (const name of ['columns', 'title', 'viewDataUrl']) {
      expect((lean.json['queries'] as object[])[0]).not.toHaveProperty(name)
    }
  })

  test('of an unknown schema are 404, of none 500', async () => {
    const unknown = await get('getQueries.api?schemaName=nope')
    expect([unknown.status, unknown.json['exception']]).toEqual([
      404,
      "The schema name 'nope' was not found within the folder '/Lab'",
    ])
    expect((await get('getQueries.api')).status).toBe(500)
  })

  test('name only columns up to the declared PHI level', async () => {
    const reader = openBrowser(server)
    await reader.logIn('reader')
    const path = '/Study/query-getQueries.api?schemaName=lists'
    expect((await reader.send(path)).status).toBe(403)
    await reader.declare('NotPHI')
    const [table] = (await reader.send(path)).json['queries'] as { columns: { name: string }[] }[]
    expect(table?.columns.map(({ name }) => name)).toEqual(['Key', 'Name', 'Score', 'Active'])
    const details = await reader.send(
      '/Study/query-getQueryDetails.api?schemaName=lists&queryName=People',
    )
    expect((details.json['columns'] as { name: string }[]).map(({ name }) => name)).toEqual([
      'Key',
      'Name',
      'Score',
      'Active',
    ])
  })
})

describe('getQueryDetails', () => {
  test('describes columns by their friendly types, and views', async () => {
    const { json } = await get(
      'getQueryDetails.api?schemaName=lists&query.queryName=people&viewName=*',
    )
    expect(json).toMatchObject({
      name: 'People',
      schemaName: 'lists',
      isUserDefined: false,
      canEdit: true,
    })
    const columns = json['columns'] as { name: string; type: string; jsonType: string }[]
    expect(columns.map(({ name, type, jsonType }) => [name, type, jsonType])).toEqual([
      ['Key', 'Integer', 'int'],
      ['Name', 'Text (String)', 'string'],
      ['Initials', 'Text (String)', 'string'],
      ['Born', 'Date and Time', 'date'],
      ['Secret', 'Text (String)', 'string'],
      ['Score', 'Number (Double)', 'float'],
      ['Active', 'True/False (Boolean)', 'boolean'],
    ])
    expect(json['views']).toEqual([expect.objectContaining({ name: '', default: true })])
  })

  test('follows a lookup, and knows saved queries, broken ones too', async () => {
    const fk = await get('getQueryDetails.api?schemaName=lists&queryName=Visits&fk=Person')
    expect(fk.json['name']).toBe('People')
    const fine = await get('getQueryDetails.api?schemaName=lists&queryName=Fine')
    expect([fine.json['isUserDefined'], (fine.json['columns'] as object[]).length]).toEqual([
      true,
      2,
    ])
    const broken = await get('getQueryDetails.api?schemaName=lists&queryName=Broken')
    expect([broken.status, broken.json]).toEqual([
      200,
      { name: 'Broken', schemaName: 'lists', exception: expect.stringContaining('no such column') },
    ])
    expect((await get('getQueryDetails.api?schemaName=lists&queryName=Nope')).status).toBe(404)
    expect((await get('getQueryDetails.api?schemaName=lists')).status).toBe(500)
  })

  test('validateQuery runs it', async () => {
    expect((await get('validateQuery.api?schemaName=lists&queryName=Fine')).json).toEqual({
      valid: true,
    })
    expect((await get('validateQuery.api?schemaName=lists&queryName=Broken')).status).toBe(500)
  })
})

describe('selectDistinct', () => {
  test.each([
    ['query.columns=Score', [null, -3.25, 1.5, 2, 100]],
    ['query.columns=Score&query.sort=-Score&maxRows=2', [100, 2]],
    ['query.columns=Initials&query.Key~lt=4', ['A', 'B', 'C']],
  ])('%s', async (query, values) => {
    const { json } = await get(
      `selectDistinct.api?schemaName=lists&query.queryName=People&${query}`,
    )
    expect(json).toEqual({ schemaName: 'lists', queryName: 'People', values })
  })

  test.each(['', 'query.columns=Key,Name'])('%s is refused: it wants one column', async (query) => {
    const { status, json } = await get(
      `selectDistinct.api?schemaName=lists&query.queryName=People&${query}`,
    )
    expect([status, json['exception']]).toEqual([
      400,
      'Select Distinct requires that only one column be requested.',
    ])
  })
})

describe('views', () => {
  const query = { schemaName: 'lists', queryName: 'People' }
  const save = (browser: typeof admin, view: object): Promise<Answer> =>
    browser.post('/Lab/query-saveQueryViews.api', { ...query, views: [view] })
  const keys = async (browser: typeof admin, viewName: string, more = ''): Promise<unknown> => {
    const { json, status } = await browser.send(
      `/Lab/query-selectRows.api?schemaName=lists&query.queryName=People&query.viewName=${viewName}${more}`,
    )
    return status === 200 ? (json['rows'] as object[]).map((row) => Object.values(row)) : status
  }
  const view = {
    name: 'High',
    columns: [{ fieldKey: 'Score' }, { fieldKey: 'Name', title: 'Who' }],
    filter: [{ fieldKey: 'Score', op: 'gte', value: '2' }],
    sort: [{ fieldKey: 'Name', dir: '-' }],
  }

  test('are saved for oneself, used by selectRows, listed and deleted', async () => {
    const editor = openBrowser(server)
    await editor.logIn('editor')
    const { json } = await save(editor, view)
    expect((json['views'] as { name: string }[]).map(({ name }) => name)).toEqual(['', 'High'])
    expect((json['views'] as object[])[1]).toMatchObject({
      label: 'High',
      shared: false,
      owner: 1002,
      saved: true,
      columns: [{ fieldKey: 'Score' }, { fieldKey: 'Name', title: 'Who' }],
      filter: [{ fieldKey: 'Score', op: 'gte', value: '2' }],
      sort: [{ fieldKey: 'Name', dir: '-' }],
    })
    expect(await keys(editor, 'high')).toEqual([
      [2, 'bob'],
      [2, 'annabel'],
      [100, ''],
    ])
    expect(await keys(editor, 'High', '&query.columns=Key&query.Key~lt=6')).toEqual([
      [2, expect.any(String)],
      [5, expect.any(String)],
    ])
    expect(await keys(admin, 'High')).toBe(404)
    const deleted = await editor.post('/Lab/query-deleteView.api', { ...query, viewName: 'High' })
    expect(deleted.json).toEqual({ success: true })
    expect(await keys(editor, 'High')).toBe(404)
  })

  test('shared ones are for all, and need the right to update', async () => {
    const reader = openBrowser(server)
    await reader.logIn('reader')
    expect((await save(reader, { ...view, shared: true })).status).toBe(403)
    expect((await save(admin, { ...view, name: 'All', shared: true })).status).toBe(200)
    expect(await keys(reader, 'All')).toHaveLength(3)
    expect(
      (await reader.post('/Lab/query-deleteView.api', { ...query, viewName: 'All' })).status,
    ).toBe(403)
    await admin.post('/Lab/query-deleteView.api', { ...query, viewName: 'All' })
  })

  test('a saved default view is used when none is named', async () => {
    const reader = openBrowser(server)
    await reader.logIn('reader')
    await save(reader, { name: '', columns: ['Name'], sort: [{ fieldKey: 'Key', dir: 'DESC' }] })
    expect(await keys(reader, '')).toEqual([
      [''],
      ['annabel'],
      [null],
      ['Cleo; the third'],
      ['bob'],
      ['Ann'],
    ])
  })

  test.each([
    [{ ...query, views: [] }, 400],
    [{ ...query, views: [1] }, 400],
    [{ ...query, views: [{ columns: 'x' }] }, 400],
    [{ schemaName: 'lists', queryName: 'Nope', views: [{}] }, 404],
    [{ queryName: 'People', views: [{}] }, 500],
  ])('%j is answered %i', async (body, status) => {
    expect((await admin.post('/Lab/query-saveQueryViews.api', body)).status).toBe(status)
  })
})

describe('container filters', () => {
  const own = seededServer({
    containers: ['/Shared', '/P', '/P/A', '/P/A/B', '/P/C'].map((path) => ({ path })),
    tables: [{ name: 'T', columns: [{ name: 'Id', type: 'string', key: true }], rows: [] }],
  })
  const browser = openBrowser(own)

  test.each([
    ['', 'A'],
    ['Current', 'A'],
    ['CurrentWithUser', 'A'],
    ['CurrentAndFirstChildren', 'A B'],
    ['CurrentAndSubfolders', 'A B'],
    ['CurrentAndSubfoldersPlusShared', 'A B Shared'],
    ['CurrentAndSiblings', 'A C'],
    ['CurrentPlusProject', 'A P'],
    ['CurrentAndParents', 'A P'],
    ['CurrentPlusProjectAndShared', 'A P Shared'],
    ['Project', 'P'],
    ['AssayLocation', 'A P Shared'],
    ['WorkbookAndParent', 'A'],
    ['StudyAndSourceStudy', 'A'],
    ['AllFolders', 'A B C P Shared'],
    ['AllInProject', 'A B C P'],
    ['AllInProjectPlusShared', 'A B C P Shared'],
  ])('%s in /P/A shows %s', async (filter, expected) => {
    if (!browser.cookies.has('JSESSIONID')) {
      await browser.logIn('editor')
      for (const path of ['/Shared', '/P', '/P/A', '/P/A/B', '/P/C']) {
        const body = {
          schemaName: 'lists',
          queryName: 'T',
          rows: [{ Id: path.replace(/.*\//, '') }],
        }
        await browser.post(`${path}/query-insertRows.api`, body)
      }
    }
    const { json } = await browser.send(
      `/P/A/query-selectRows.api?schemaName=lists&query.queryName=T&query.sort=Id&query.containerFilterName=${filter}`,
    )
    expect((json['rows'] as { Id: string }[]).map(({ Id }) => Id).join(' ')).toBe(expected)
  })
})

describe('links', () => {
  test('come with 13.2 as links, before as columns', async () => {
    const path =
      'selectRows.api?schemaName=lists&query.queryName=People&query.columns=Name&query.maxRows=1&includeDetailsColumn=true&includeUpdateColumn=true'
    const href =
      '/Lab/query-executeQuery.view?schemaName=lists&query.queryName=People&query.Key%7Eeq=1'
    expect((await get(`${path}&apiVersion=13.2`)).json['rows']).toEqual([
      {
        data: { Name: { value: 'Ann' } },
        links: { details: { href, title: 'details' }, edit: { href, title: 'edit' } },
      },
    ])
    expect((await get(`${path}&apiVersion=9.1`)).json['rows']).toEqual([
      {
        Name: { value: 'Ann' },
        '~~Details~~': { value: null, url: href },
        '~~Update~~': { value: null, url: href },
      },
    ])
    expect((await get(path)).json['rows']).toEqual([
      expect.objectContaining({ Name: 'Ann', '_labkeyurl_~~Details~~': href }),
    ])
  })
})
