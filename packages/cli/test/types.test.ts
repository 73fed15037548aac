// `wellkey types` against the demo: the file compiles, types right and wrong uses, and tells when the server has changed.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, demoOptions, type TableSeed } from '@wellkey/server'
import ts from 'typescript'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { run, type Ending } from './stage.ts'
import { typeErrors } from './type-errors.ts'

const demo = demoOptions()
const patients = (demo.options.tables ?? []).find(({ name }) => name === 'Patients')
const others = (demo.options.tables ?? []).filter(({ name }) => name !== 'Patients')
if (patients === undefined) throw new Error('the demo has no patients')

const sql =
  'PARAMETERS (Town VARCHAR, Least INTEGER DEFAULT 1) SELECT PatientId, Site FROM Patients WHERE Site = Town AND Least < 9'
const bySite = { name: 'BySite', sql, containers: ['/Open Data'] }
const declared = [
  '--parameter',
  'lists.BySite.Town=string',
  '--parameter',
  'lists.BySite.Least?=number',
]

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wellkey-types-'))
  file = join(folder, 'labkey.ts')
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** A server with these tables; answers with a way to run `wellkey types` on it. */
async function startServer(tables: readonly TableSeed[], queries: readonly (typeof bySite)[] = []) {
  const user = { email: 'ann@lab.example', password: randomBytes(12).toString('hex') }
  const passwordCost = { cost: 1024, blockSize: 8, parallelization: 1 }
  const server = createServer({
    users: [{ ...user, role: 'editor' }],
    containers: [{ path: '/Demo Study' }, { path: '/Open Data' }],
    tables,
    queries,
    settings: { passwordCost },
  })
  const { url, close } = await server.listen({ port: 0 })
  onTestFinished(close)
  const netrc = join(folder, 'netrc')
  writeFileSync(netrc, `machine 127.0.0.1 login ${user.email} password ${user.password}\n`, {
    mode: 0o600,
  })
  const environment = {
    NETRC: netrc,
    HOME: folder,
    LABKEY_BASE_URL: url,
    LABKEY_CONTAINER: '/Open Data',
  }
  return (...argv: readonly string[]): Promise<Ending> => run(['types', ...argv], { environment })
}

const use = `import { createClient } from '@wellkey/client'
import { filter, typed } from '@wellkey/client/typed'
import type { LabKeySchemas } from './labkey.ts'
const labkey = typed<LabKeySchemas>(createClient())
const results = { schemaName: 'lists', queryName: 'Results' } as const
const { rows } = await labkey.query.selectRows({ ...results,
  columns: ['ResultId', 'Value', 'SpecimenId/PatientId', 'SpecimenId/PatientId/Site'],
  filters: [filter('SpecimenId/Type').eq('Serum')], sort: ['-Measured', 'ResultId'] })
export const id: number = rows[0]?.ResultId ?? 0
export const site: string | null | undefined = rows[0]?.['SpecimenId/PatientId/Site']
await labkey.query.insertRows({ ...results, rows: [{ ResultId: 1, SpecimenId: 'S-1', Value: null }] })
await labkey.query.updateRows({ ...results, rows: [{ ResultId: 1, Flag: 'H' }] })
await labkey.query.selectRows({ schemaName: 'lists', queryName: 'BySite', parameters: { Town: 'Oslo' } })
`

describe('wellkey types generate', () => {
  test(
    'writes a file that compiles, accepts right uses and refuses wrong ones',
    { timeout: 120_000 },
    async () => {
      const types = await startServer([patients, ...others], [bySite])
      const ending = await types('generate', '--schema', 'lists', ...declared, '--out', file)
      expect(ending).toEqual({
        code: 0,
        stdout: '',
        stderr: `✓ Wrote types of 4 queries to ${file}\n`,
      })
      expect(typeErrors(use, readFileSync(file, 'utf8'))).toEqual([])
      const wrong = [
        `await labkey.query.selectRows({ ...results, columns: ['Valeu'] })`,
        `await labkey.query.selectRows({ ...results, columns: ['SpecimenId/Colour'] })`,
        `await labkey.query.selectRows({ ...results, filters: [filter('Valeu').gt(1)] })`,
        `await labkey.query.insertRows({ ...results, rows: [{ ResultId: 1 }] })`,
        `await labkey.query.updateRows({ ...results, rows: [{ Flag: 'H' }] })`,
        `await labkey.query.selectRows({ schemaName: 'lists', queryName: 'BySite' })`,
      ]
      const errors = typeErrors(`${use}${wrong.join('\n')}`, readFileSync(file, 'utf8'))
      const from = use.split('\n').length
      for (const at of wrong.keys()) expect(errors.join('\n')).toContain(`use:${from + at} `)
    },
  )

  test('gives the same bytes again, on stdout as in a file, and nothing of the server but names', async () => {
    const types = await startServer([patients, ...others])
    await types('generate', '--schema', 'lists', '--out', file)
    const text = readFileSync(file, 'utf8')
    expect((await types('generate', '--schema', 'lists')).stdout).toBe(text)
    expect(text).toContain(
      'wellkey types generate --container "/Open Data" --schema lists --out FILE',
    )
    expect(text).not.toMatch(/127\.0\.0\.1|password|ann@/)
    expect(text).toContain('  /** H above, L below the reference range */\n')
  })

  test('names a query that LabKey cannot describe, and leaves it out', async () => {
    const types = await startServer([patients, ...others], [bySite])
    const { code, stdout, stderr } = await types('generate', '--schema', 'lists')
    expect(code).toBe(0)
    expect(stderr).toMatch(/^! lists\.BySite is left out: .*Town/)
    expect(stdout).not.toContain('BySite')
  })

  test('takes queries by their names, and says when there is none', async () => {
    const types = await startServer([patients, ...others])
    const some = await types('generate', '--schema', 'lists', '--query', 'specimens')
    expect(some.stdout).toContain('readonly Specimens: ListsSpecimensQuery')
    expect(some.stdout).toContain('export interface ListsPatientsQuery')
    expect(some.stdout).not.toMatch(/readonly Patients:|Results/)
    const none = await types('generate', '--schema', 'lists', '--query', 'Nothing')
    expect(none).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('"Nothing"') as string,
    })
    expect((await types('generate', '--parameter', 'x')).code).toBe(2)
    const stray = await types('generate', '--schema', 'lists', '--parameter', 'lists.No.X=string')
    expect(stray).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"lists.No"') as string,
    })
  })

  test('names of columns from a hostile server stay names', async () => {
    const name = "x'; process.exit(1); /*"
    const table: TableSeed = {
      name: 'Odd */ table',
      containers: ['/Open Data'],
      columns: [
        { name: 'Id', type: 'int', key: true, autoIncrement: true },
        { name, type: 'string', caption: '*/ process.exit(2) /*', description: 'a\n@ts-nocheck' },
      ],
      rows: [],
    }
    const types = await startServer([table])
    expect((await types('generate', '--schema', 'lists', '--out', file)).code).toBe(0)
    const text = readFileSync(file, 'utf8')
    const { statements } = ts.createSourceFile('a.ts', text, ts.ScriptTarget.ESNext)
    expect(
      statements.every((one) => ts.isImportDeclaration(one) || ts.isInterfaceDeclaration(one)),
    ).toBe(true)
    expect(text).toContain(String.raw`'x\'; process$Pexit(1); $S*'`)
    expect(text).not.toMatch(/Insert \{[^}]*\bId\b/)
  })
})

describe('wellkey types check', () => {
  test('passes while nothing differs, also with the parameters of the file', async () => {
    const types = await startServer([patients, ...others], [bySite])
    await types('generate', '--schema', 'lists', ...declared, '--out', file)
    const ending = await types('check', file)
    expect(ending).toMatchObject({ code: 0, stdout: '' })
    expect(ending.stderr).toContain(`${file} is what /Open Data of http://127.0.0.1`)
  })

  test('fails with a line for each column that was added, removed or changed', async () => {
    const before = await startServer([patients, ...others])
    await before('generate', '--schema', 'lists', '--out', file)
    const columns = patients.columns
      .filter(({ name }) => name !== 'Sex')
      .map((column) => (column.name === 'Site' ? { ...column, type: 'int' as const } : column))
    const changed: TableSeed = {
      ...patients,
      columns: [...columns, { name: 'Weight', type: 'float' }],
      rows: [],
    }
    const types = await startServer([changed, ...others])
    const { code, stdout, stderr } = await types('check', file)
    expect(code).toBe(1)
    const lines = stdout.split('\n')
    expect(lines).toContain('+ lists.Patients: column Weight added (number | null)')
    expect(lines).toContain('- lists.Patients: column Sex removed (string | null)')
    expect(lines).toContain(
      '~ lists.Patients: column Site changed (string | null -> number | null)',
    )
    expect(stderr).toMatch(/\d+ differences between .*labkey\.ts and \/Open Data/)
    const json = await types('check', file, '--json')
    expect(json.code).toBe(1)
    expect(JSON.parse(json.stdout)).toMatchObject({
      container: '/Open Data',
      differences: expect.arrayContaining([
        { kind: 'removed', query: 'lists.Patients', member: 'column Sex', before: 'string | null' },
      ]) as unknown,
    })
  })

  test('is wrong use of a file of another kind, or of none', async () => {
    const types = await startServer([patients, ...others])
    writeFileSync(file, 'export const a = 1\n')
    const ending = await types('check', file)
    expect(ending).toMatchObject({ code: 2, stdout: '' })
    expect(ending.stderr).toContain('it is not a file of wellkey types generate')
    expect((await types('check', join(folder, 'none.ts'))).code).toBe(2)
  })
})
