// Runs every program of `examples` against the demo server, each as its reader would.
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compareGenerated, describeQueries, generateTypes } from '@wellkey/client/type-generator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onDist, root, run, startDemo, type ExampleDemo } from './example-demo.ts'

let demo: ExampleDemo
beforeAll(async () => {
  demo = await startDemo()
})
afterAll(() => demo.close())

function keyIn(netrc: string): string {
  return netrc.trim().split(' ').at(-1) ?? ''
}

test('select-rows.ts prints the newest results and where the key came from', async () => {
  const output = await demo.runExample('select-rows.ts')
  expect(output).toContain(`Key from netrc file ${demo.netrc} line 1`)
  expect(output.match(/^│ \d /gm)).toHaveLength(6)
})

test('typed-rows.ts prints high values, by the types of a file that is what the server has', async () => {
  const output = await demo.runExample('typed-rows.ts')
  expect(output).toMatch(/^(\S.* \d+\.\d at \S.*\n){3}$/)
  const file = readFileSync(join(root, 'examples/typed-rows.generated.ts'), 'utf8')
  const { queries } = await describeQueries(demo.labkey, { schemas: ['lists'] })
  expect(compareGenerated(file, generateTypes({ queries }))).toEqual([])
})

test('stream-to-csv.ts writes every row', async () => {
  const file = join(demo.folder, 'results.csv')
  const output = await demo.runExample('stream-to-csv.ts', [file])
  const results = { schemaName: 'lists', queryName: 'Results' } as const
  const { rowCount } = await demo.labkey.query.selectRows({ ...results, maxRows: 1 })
  expect(output).toBe(`${file} is written\n`)
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  expect(lines[0]).toBe('ResultId,SpecimenId,Analyte,Value,Unit')
  expect(lines).toHaveLength(rowCount + 1)
})

test('insert-with-row-errors.ts names the row that is wrong and inserts the other', async () => {
  const output = await demo.runExample('insert-with-row-errors.ts')
  expect(output).toMatch(/SpecimenId/)
  expect(output).toContain('1 of 2 rows inserted')
})

test('import-file.ts sends a file', async () => {
  const file = join(demo.folder, 'patients.tsv')
  writeFileSync(file, 'PatientId\tSex\tSite\nX-1\tF\tOslo\nX-2\tM\tBergen\n')
  expect(await demo.runExample('import-file.ts', [file])).toBe('2 rows imported\n')
  const { rows } = await demo.labkey.query.selectRows({
    schemaName: 'lists',
    queryName: 'Patients',
  })
  expect(rows).toContainEqual(expect.objectContaining({ PatientId: 'X-2', Site: 'Bergen' }))
})

test('sync-files.ts sends what has changed', async () => {
  const folder = join(demo.folder, 'results')
  mkdirSync(folder)
  writeFileSync(join(folder, 'plate7.csv'), 'A1,0.5\n')
  expect(await demo.runExample('sync-files.ts', [folder])).toBe(
    '1/1 upload /plate7.csv\n7 bytes sent, 0 files the same\n',
  )
  expect(await demo.runExample('sync-files.ts', [folder])).toBe('0 bytes sent, 1 files the same\n')
  const { size } = await demo.labkey.files.stat({ path: 'results/plate7.csv' })
  expect(size).toBe(7)
})

test('rotate-key.ts leaves a working key in the file and deletes the old one', async () => {
  const key = keyIn(readFileSync(demo.netrc, 'utf8'))
  const [old] = await demo.labkey.keys.list()
  const output = await demo.runExample('rotate-key.ts', [String(old?.rowId)])
  expect(output).toContain('is stored; the old one is deleted')
  const text = readFileSync(demo.netrc, 'utf8')
  expect(text).not.toContain(key)
  expect(await demo.runExample('select-rows.ts')).toContain('Key from netrc file')
})

test('custom-provider.ts takes the key of a mounted file', async () => {
  const file = join(demo.folder, 'mounted')
  writeFileSync(file, keyIn(readFileSync(demo.netrc, 'utf8')), { mode: 0o600 })
  const output = await demo.runExample('custom-provider.ts', [], { LABKEY_KEY_FILE: file })
  expect(output).toBe(`${demo.email}, by the key in ${file}\n`)
})

test('command-provider.ts takes the key that a program prints', async () => {
  const file = join(demo.folder, 'printed')
  writeFileSync(file, `${keyIn(readFileSync(demo.netrc, 'utf8'))}\n`, { mode: 0o600 })
  const output = await demo.runExample('command-provider.ts', ['cat', file])
  expect(output).toBe(`${demo.email}, by a key that cat printed\n`)
})

test('own-axios.ts has the key until it is detached', async () => {
  const output = await demo.runExample('own-axios.ts')
  expect(output).toBe(`With the key: ${demo.email}\nWithout: guest\n`)
})

test('edit-netrc.ts changes two entries and keeps every other byte', async () => {
  const file = join(demo.folder, 'edited')
  const others = '# mine\nmachine a.example login a password b\n'
  writeFileSync(file, `${others}machine old.example.org login x password y\n`, { mode: 0o600 })
  const password = randomUUID()
  const output = await demo.runExample('edit-netrc.ts', [file], { NEW_PASSWORD: password })
  expect(output).toContain('labkey.example.org: login apikey, line 3')
  expect(output).toContain('a.example, labkey.example.org')
  const text = readFileSync(file, 'utf8')
  expect(text.startsWith(others)).toBe(true)
  expect(text).toContain(password)
  expect(text).not.toContain('old.example.org')
})

test('common-js.cjs requires the client', async () => {
  expect(await demo.runExample('common-js.cjs')).toMatch(/^\S+ \S+ \S+\n$/)
})

test('with-vitest passes in a vitest of its own', async () => {
  const vitest = fileURLToPath(new URL('vitest.mjs', import.meta.resolve('vitest/package.json')))
  const { stdout } = await run(
    process.execPath,
    [vitest, 'run', '--root', 'examples/with-vitest'],
    {
      cwd: root,
      env: {
        PATH: process.env['PATH'],
        HOME: demo.folder,
        NO_COLOR: '1',
        ...(!onDist && { NODE_OPTIONS: '--conditions=@wellkey/source' }),
      },
    },
  )
  expect(stdout).toMatch(/Tests +2 passed/)
})
