import { beforeEach, describe, expect, test } from 'vitest'

import type { Server } from '@wellkey/server'

import { openBrowser, send } from './browser.ts'
import type { Answer, Browser } from './browser.ts'
import { seededServer } from './seed.ts'

interface Field {
  readonly propertyId: number
  readonly name: string
  readonly [property: string]: unknown
}

interface Design {
  readonly domainId: number
  readonly domainURI: string
  readonly name: string
  readonly fields: readonly Field[]
}

let server: Server
let admin: Browser

const design = {
  name: 'Trials',
  description: 'What is tried',
  fields: [
    { name: 'Title', rangeURI: 'http://www.w3.org/2001/XMLSchema#string', required: true },
    { name: 'Score', rangeURI: 'xsd:double', label: 'The score', format: '0.0' },
    { name: 'Who', rangeURI: 'int', lookupSchema: 'lists', lookupQuery: 'People' },
    { name: 'Born', rangeURI: 'dateTime', PHI: 'PHI' },
  ],
}
const list = { kind: 'IntList', domainDesign: design, options: { keyName: 'TrialId' } }

beforeEach(async () => {
  server = seededServer()
  admin = openBrowser(server)
  await admin.logIn('admin')
})

const create = (body: object = list, container = '/Lab'): Promise<Answer> =>
  admin.post(`${container}/property-createDomain.api`, body)
const save = (body: object): Promise<Answer> => admin.post('/Lab/property-saveDomain.api', body)
const get = async (query = 'schemaName=lists&queryName=Trials'): Promise<Design> =>
  (await admin.send(`/Lab/property-getDomain.api?${query}`)).json as unknown as Design
const rows = async (): Promise<unknown> => {
  const path = '/Lab/query-selectRows.api?schemaName=lists&query.queryName=Trials&apiVersion=9.1'
  const { json } = await admin.send(path)
  return (json['rows'] as Record<string, { value: unknown }>[]).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, { value }]) => [name, value])),
  )
}
const insert = (values: object): Promise<Answer> =>
  admin.post('/Lab/query-insertRows.api', {
    schemaName: 'lists',
    queryName: 'Trials',
    rows: [values],
  })

describe('property-createDomain', () => {
  test('makes a list that rows can be put into', async () => {
    const made = await create()
    expect(made.json).toMatchObject({ success: true, name: 'Trials', domainKindName: 'IntList' })
    expect(
      (made.json['fields'] as Field[]).map(({ name, rangeURI, PHI }) => [name, rangeURI, PHI]),
    ).toEqual([
      ['TrialId', 'http://www.w3.org/2001/XMLSchema#int', 'NotPHI'],
      ['Title', 'http://www.w3.org/2001/XMLSchema#string', 'NotPHI'],
      ['Score', 'http://www.w3.org/2001/XMLSchema#double', 'NotPHI'],
      ['Who', 'http://www.w3.org/2001/XMLSchema#int', 'NotPHI'],
      ['Born', 'http://www.w3.org/2001/XMLSchema#dateTime', 'PHI'],
    ])
    await insert({ Title: 'first', Score: 1.5, Who: 1 })
    await insert({ Title: 'second' })
    expect(await rows()).toEqual([
      { TrialId: 1, Title: 'first', Score: 1.5, Who: 1, Born: null },
      { TrialId: 2, Title: 'second', Score: null, Who: null, Born: null },
    ])
    expect((await insert({ Score: 1 })).status).toBe(400)
    const looked = '/Lab/query-selectRows.api?schemaName=lists&query.queryName=Trials'
    const answer = await admin.send(`${looked}&query.columns=Who/Name&query.maxRows=1`)
    expect(answer.json['rows']).toEqual([{ 'Who/Name': 'Ann' }])
    // In this folder only.
    const elsewhere = 'query-selectRows.api?schemaName=lists&query.queryName=Trials'
    expect((await admin.send(`/Public/${elsewhere}`)).status).toBe(404)
    expect(server.audit.some(({ comment }) => comment === 'createDomain')).toBe(true)
  })

  test('a list may have a text as its key, and its key may be among the fields', async () => {
    const fields = [
      { name: 'Note', rangeURI: 'multiLine' },
      { name: 'code', label: 'The code' },
    ]
    const options = { keyName: 'Code', keyType: 'Varchar' }
    await create({ kind: 'VarList', domainDesign: { name: 'Trials', fields }, options })
    const { fields: told } = await get()
    expect(told.map(({ name, label, isPrimaryKey }) => [name, label, isPrimaryKey])).toEqual([
      ['Note', 'Note', false],
      ['code', 'The code', true],
    ])
    await insert({ code: 'a' })
    expect((await insert({ code: 'a' })).status).toBe(400)
    const details = await admin.send(
      '/Lab/property-getDomainDetails.api?schemaName=lists&queryName=trials',
    )
    expect(details.json).toMatchObject({
      domainKindName: 'VarList',
      domainDesign: { name: 'Trials' },
      options: { keyName: 'code', keyType: 'Varchar' },
    })
  })

  test.each<[number, object]>([
    [500, {}],
    [500, { ...list, kind: 'Nope' }],
    [400, { ...list, options: {} }],
    [400, { ...list, options: { keyName: 'K', keyType: 'Varchar' } }],
    [400, { ...list, domainDesign: { ...design, name: ' ' } }],
    [400, { ...list, domainDesign: { ...design, name: 'People' } }],
    [400, { ...list, domainDesign: { ...design, fields: [{ name: 'A' }, { name: 'a' }] } }],
    [400, { ...list, domainDesign: { ...design, fields: [{ name: 'A', rangeURI: 'x#y' }] } }],
    [400, { ...list, domainDesign: { ...design, fields: [{ name: 'A', PHI: 'Some' }] } }],
    [400, { ...list, domainDesign: { ...design, fields: [{ name: 'A', lookupQuery: 'No' }] } }],
    [400, { ...list, domainDesign: { ...design, fields: [1] } }],
  ])('%i for %j', async (status, body) => {
    expect((await create(body)).status).toBe(status)
  })
})

describe('property-saveDomain', () => {
  test('renames, adds, converts and removes fields, and keeps rows and numbers', async () => {
    await create()
    await insert({ Title: 'first', Score: 1.5 })
    const before = await get()
    const named = new Map(before.fields.map((field) => [field.name, field]))
    const { json, status } = await save({
      domainId: before.domainId,
      domainDesign: {
        ...before,
        name: 'Trials',
        fields: [
          named.get('TrialId'),
          { ...named.get('Title'), name: 'Name' },
          { ...named.get('Score'), rangeURI: 'string' },
          { name: 'Extra', rangeURI: 'boolean' },
        ],
      },
    })
    expect([status, json['success']]).toEqual([200, true])
    expect(await rows()).toEqual([{ TrialId: 1, Name: 'first', Score: '1.5', Extra: null }])
    const after = await get(`domainId=${before.domainId}`)
    expect(after.fields[1]).toMatchObject({
      name: 'Name',
      propertyId: named.get('Title')?.propertyId,
    })
    await insert({ Name: 'second' })
    expect(await rows()).toHaveLength(2)
  })

  test('lets two fields change their names', async () => {
    await create()
    await insert({ Title: 'first', Score: 2 })
    const before = await get()
    const [key, title, score] = before.fields
    const swapped = [key, { ...title, name: 'Score' }, { ...score, name: 'Title' }]
    const saved = await save({ domainDesign: { ...before, fields: swapped } })
    expect(saved.json['fields']).toMatchObject([
      { name: 'TrialId', propertyId: key?.propertyId },
      { name: 'Score', propertyId: title?.propertyId },
      { name: 'Title', propertyId: score?.propertyId },
    ])
    expect(await rows()).toEqual([{ TrialId: 1, Score: 'first', Title: 2 }])
  })

  test('gives the list another name', async () => {
    await create()
    const before = await get()
    await save({ domainId: before.domainId, domainDesign: { ...before, name: 'Tries' } })
    expect((await get('schemaName=lists&queryName=Tries')).domainId).toBe(before.domainId)
    const gone = '/Lab/property-getDomain.api?schemaName=lists&queryName=Trials'
    expect((await admin.send(gone)).status).toBe(404)
  })

  test('changes nothing when something is wrong', async () => {
    await create()
    await insert({ Title: 'x' })
    const before = await get()
    const [key, title, score] = before.fields
    const withFields = (fields: readonly unknown[]): Promise<Answer> =>
      save({ domainId: before.domainId, domainDesign: { ...before, fields } })
    expect((await withFields([title])).status).toBe(400)
    expect((await withFields([key, { ...title, rangeURI: 'int' }])).status).toBe(400)
    expect((await withFields([key, title, { ...score, required: true }])).status).toBe(400)
    expect((await withFields([key, { ...title, propertyId: 99_999 }])).status).toBe(400)
    expect((await save({})).status).toBe(404)
    expect((await save({ domainDesign: { name: 'Trials' } })).status).toBe(500)
    const stranger = { ...before, domainId: 99_999 }
    expect((await save({ domainDesign: stranger })).status).toBe(404)
    expect(await get()).toEqual(before)
    expect(server.audit.some(({ comment }) => comment === 'saveDomain')).toBe(false)
    expect(await rows()).toHaveLength(1)
  })

  test('keeps what the caller may not see', async () => {
    await create({ ...list, domainDesign: { ...design, fields: design.fields.toSpliced(2, 1) } })
    await admin.declare('NotPHI')
    const study = seededServer({
      tables: [
        {
          name: 'Trials',
          containers: ['/Study'],
          columns: [
            { name: 'Key', type: 'int', key: true },
            { name: 'Born', type: 'date', phi: 'PHI' },
          ],
          rows: [{ Key: 1, Born: '1970-05-31' }],
        },
      ],
    })
    const browser = openBrowser(study)
    await browser.logIn('admin')
    const path = '/Study/property-getDomain.api?schemaName=lists&queryName=Trials'
    expect((await browser.send(path)).status).toBe(403)
    const drop = { schemaName: 'lists', queryName: 'Trials' }
    expect((await browser.post('/Study/property-deleteDomain.api', drop)).status).toBe(403)
    await browser.declare('NotPHI')
    const seen = (await browser.send(path)).json as unknown as Design
    expect(seen.fields.map(({ name }) => name)).toEqual(['Key'])
    const saved = await browser.post('/Study/property-saveDomain.api', {
      domainDesign: { ...seen, fields: [...seen.fields, { name: 'New' }] },
    })
    expect(saved.status).toBe(200)
    const taken = { ...seen, fields: [...seen.fields, { name: 'born' }] }
    expect(
      (await browser.post('/Study/property-saveDomain.api', { domainDesign: taken })).status,
    ).toBe(400)
    await browser.declare('Restricted')
    const rowsPath = '/Study/query-selectRows.api?schemaName=lists&query.queryName=Trials'
    expect((await browser.send(rowsPath)).json['rows']).toMatchObject([
      { Key: 1, Born: '1970-05-31 00:00:00.000', New: null },
    ])
  })
})

describe('property-updateDomain', () => {
  const update = (body: object): Promise<Answer> =>
    admin.post('/Lab/property-updateDomain.api', body)

  test('creates, replaces and deletes single fields', async () => {
    await create()
    await insert({ Title: 'first', Score: 2 })
    const { domainId, fields } = await get()
    const [, title, score] = fields
    const { json } = await update({
      domainId,
      createFields: [{ name: 'Extra', rangeURI: 'int' }],
      updateFields: [{ ...title, name: 'Name' }],
      deleteFields: [score?.propertyId],
    })
    expect(json).toMatchObject({
      success: true,
      createFields: [{ name: 'Extra', propertyId: expect.any(Number) }],
      updateFields: [{ name: 'Name', propertyId: title?.propertyId }],
      deleteFields: [score?.propertyId],
    })
    expect(await rows()).toEqual([
      { TrialId: 1, Name: 'first', Who: null, Born: null, Extra: null },
    ])
  })

  test('finds the list by its name, too, and says what is missing', async () => {
    await create()
    expect((await update({ domainName: 'trials' })).status).toBe(200)
    expect((await update({})).status).toBe(400)
    expect((await update({ domainId: 7 })).status).toBe(404)
    const nameless = { domainName: 'Trials', updateFields: [{ name: 'Title' }] }
    expect((await update(nameless)).json['exception']).toBe(
      "propertyId required for updated field 'Title'",
    )
  })
})

describe('property-deleteDomain', () => {
  test('removes the list, and one of the same name is another', async () => {
    await create()
    await insert({ Title: 'x' })
    const { domainId } = await get()
    const body = { schemaName: 'lists', queryName: 'trials' }
    expect((await admin.post('/Lab/property-deleteDomain.api', body)).json).toMatchObject({
      success: true,
    })
    expect((await admin.post('/Lab/property-deleteDomain.api', body)).status).toBe(404)
    await create()
    expect((await get()).domainId).not.toBe(domainId)
    expect(await rows()).toEqual([])
  })
})

test('only administrators change designs; readers see them; guests nothing', async () => {
  await create()
  const editor = openBrowser(server)
  await editor.logIn('editor')
  const seen = await editor.send('/Lab/property-getDomain.api?schemaName=lists&queryName=Trials')
  expect(seen.status).toBe(200)
  for (const action of ['createDomain', 'saveDomain', 'updateDomain', 'deleteDomain']) {
    const { status } = await editor.post(`/Lab/property-${action}.api`, {
      ...list,
      schemaName: 'lists',
      queryName: 'Trials',
    })
    expect([action, status]).toEqual([action, 403])
  }
  expect((await send(server, '/Lab/property-getDomain.api?queryName=Trials')).status).toBe(401)
  const audit = '/Lab/property-getDomain.api?schemaName=auditLog&queryName=SelectQuery'
  expect((await admin.send(audit)).status).toBe(404)
})
