// Types of what LabKey can answer and the reference server has not got: schemas within schemas, choices of several
// values, tables in other containers, and names that are no names of TypeScript. Answers as LabKey 24.11 writes them.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { run } from './stage.ts'
import { typeErrors } from './type-errors.ts'

const column = (name: string, others: object = {}) => ({
  name,
  caption: name,
  fieldKey: name,
  fieldKeyArray: [name],
  type: 'Text (String)',
  jsonType: 'string',
  hidden: false,
  nullable: true,
  required: false,
  keyField: false,
  readOnly: false,
  userEditable: true,
  autoIncrement: false,
  ...others,
})
const lookup = (queryName: string, others: object = {}) => ({
  lookup: { schemaName: 'core', queryName, keyColumn: 'RowId', displayColumn: 'Name', ...others },
})
const rowId = column('RowId', {
  jsonType: 'int',
  nullable: false,
  keyField: true,
  autoIncrement: true,
  readOnly: true,
  userEditable: false,
})

const runs = [
  rowId,
  column('Name', { nullable: false, required: true }),
  column('Choices', { jsonType: 'array', type: 'Text Choice (multiple)' }),
  column(`Dose (mg/kg)$S"'\``, { fieldKey: `Dose (mg$Skg)$DS"'\``, jsonType: 'float' }),
  column('__proto__', { jsonType: 'boolean' }),
  column('class', { jsonType: 'date' }),
  column('Ünï', { caption: 'a */ comment' }),
  column('ünï', { jsonType: 'int' }),
  column('Made', { jsonType: 'date', readOnly: true }),
  column('Sum', { jsonType: 'float', calculated: true }),
  column('Batch', { jsonType: 'int', ...lookup('Batches', { containerPath: '/Shared' }) }),
  column('Other', { jsonType: 'int', ...lookup('Secret') }),
  column('Odd', { jsonType: 'something new' }),
]
const details: Readonly<Record<string, object>> = {
  'assay.General.My "Assay"/Runs': { columns: runs },
  'assay.General.My "Assay"/Runs/Batch': {
    columns: [rowId, column('Batch/Label', { fieldKey: 'Batch/Label', name: 'Batch/Label' })],
  },
  'a b/select': { columns: [rowId] },
  'a-b/select': { columns: [rowId] },
}
const schema = (fullyQualifiedName: string, schemas: object = {}, hidden = false) => ({
  schemaName: fullyQualifiedName.split('.').at(-1),
  fullyQualifiedName,
  hidden,
  schemas,
})

/** A server that has nothing but these answers. */
async function startOddServer(): Promise<string> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1')
    const [schemaName, queryName, fk] = ['schemaName', 'queryName', 'fk'].map((one) =>
      searchParams.get(one),
    )
    const key = [schemaName, queryName, ...(fk === null ? [] : [fk])].join('/')
    const found = details[key]
    const view = { columns: [column('Name'), column('Ünï')] }
    const answer = pathname.includes('getSchemas')
      ? {
          assay: schema('assay', {
            General: schema('assay.General', {
              'My "Assay"': schema('assay.General.My "Assay"'),
              Hidden: schema('assay.General.Hidden', {}, true),
            }),
          }),
          'a b': schema('a b'),
          'a-b': schema('a-b'),
        }
      : pathname.includes('getQueries')
        ? {
            schemaName,
            queries: Object.keys(details)
              .map((one) => one.split('/'))
              .filter((one) => one[0] === schemaName && one.length === 2)
              .map(([, name]) => ({ name, title: name, hidden: false, isUserDefined: false })),
          }
        : { ...found, schemaName, name: queryName, title: queryName, defaultView: view, views: [] }
    const isThere = !pathname.includes('getQueryDetails') || found !== undefined
    response.writeHead(isThere ? 200 : 404, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(isThere ? answer : { success: false, exception: 'no such table' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const use = `import { createClient } from '@wellkey/client'
import { filter, typed } from '@wellkey/client/typed'
import type { LabKeySchemas } from './labkey.ts'
const labkey = typed<LabKeySchemas>(createClient())
const runs = { schemaName: 'assay.General.My "Assay"', queryName: 'Runs' } as const
const { rows } = await labkey.query.selectRows({ ...runs,
  columns: ['RowId', 'Choices', 'Dose (mg$Skg)$DS"\\'\`', '__proto__', 'class', 'Ünï', 'ünï', 'Batch/Label', 'Odd'],
  sort: ['-ünï'], filters: [filter('Batch/RowId').eq(1)] })
export const choices: readonly string[] | null | undefined = rows[0]?.Choices
export const dose: number | null | undefined = rows[0]?.['Dose (mg$Skg)$DS"\\'\`']
export const proto: boolean | null | undefined = rows[0]?.['__proto__']
export const odd: unknown = rows[0]?.Odd
export const label: string | null | undefined = rows[0]?.['Batch/Label']
const all = await labkey.query.selectRows(runs)
export const name: string | undefined = all.rows[0]?.Name
await labkey.query.insertRows({ ...runs, rows: [{ Name: 'x', Choices: ['a', 'b'], Batch: 1 }] })
await labkey.query.updateRows({ ...runs, rows: [{ RowId: 1, ünï: 4 }] })
await labkey.query.selectRows({ schemaName: 'a b', queryName: 'select' })
await labkey.query.selectRows({ schemaName: 'a-b', queryName: 'select' })
`

const wrong = [
  `await labkey.query.insertRows({ ...runs, rows: [{ Choices: ['a'] }] })`,
  `await labkey.query.insertRows({ ...runs, rows: [{ Name: 'x', Made: '2026-01-01' }] })`,
  `await labkey.query.insertRows({ ...runs, rows: [{ Name: 'x', Sum: 1 }] })`,
  `await labkey.query.insertRows({ ...runs, rows: [{ Name: 'x', RowId: 1 }] })`,
  `await labkey.query.selectRows({ ...runs, columns: ['Other/Name'] })`,
  `await labkey.query.selectRows({ ...runs, columns: ['uni'] })`,
  `await labkey.query.selectRows({ schemaName: 'assay.General.Hidden', queryName: 'Runs' })`,
]

test('odd names, nested schemas, arrays and lookups elsewhere become types that compile', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wellkey-odd-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'labkey.ts')
  const environment = {
    HOME: folder,
    LABKEY_BASE_URL: await startOddServer(),
    LABKEY_API_KEY: '0'.repeat(64),
    LABKEY_CONTAINER: '/X',
  }
  const types = (...argv: readonly string[]) => run(['types', ...argv], { environment })
  expect(await types('generate', '--out', file)).toMatchObject({ code: 0, stdout: '' })
  const text = readFileSync(file, 'utf8')
  expect(typeErrors(use, text)).toEqual([])
  const errors = typeErrors(`${use}${wrong.join('\n')}`, text)
  const first = use.split('\n').length
  const lines = errors.map((error) => Number(/^use:(\d+) /.exec(error)?.[1]))
  expect([...new Set(lines)]).toEqual(wrong.map((_, index) => first + index))
  expect((await types('generate')).stdout).toBe(text)
  expect(await types('check', file)).toMatchObject({ code: 0 })
}, 60_000)
