import { readdir, readFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { run, startLab, type Ending } from './stage.ts'

let lab: Awaited<ReturnType<typeof startLab>>
let folder: string
let environment: Record<string, string>

beforeAll(async () => {
  lab = await startLab()
})

afterAll(async () => {
  await lab.close()
})

beforeEach(async () => {
  lab.server.reset()
  folder = await mkdtemp(join(tmpdir(), 'wellkey-query-'))
  const file = join(folder, 'netrc')
  // A reset takes the keys, too: the password signs in as well.
  const { email, password } = lab.user
  await writeFile(file, `machine 127.0.0.1 login ${email} password ${password}\n`, { mode: 0o600 })
  environment = {
    NETRC: file,
    HOME: folder,
    LABKEY_BASE_URL: lab.url,
    LABKEY_CONTAINER: '/Open Data',
  }
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const query = async (argv: readonly string[], stdin?: string): Promise<Ending> =>
  run(['query', ...argv], { environment, ...(stdin !== undefined && { stdin }) })

async function ages(): Promise<unknown> {
  const argv = ['select', 'lists', 'Patients', '--columns', 'PatientId,Age', '--json']
  const { stdout } = await query(argv)
  const rows: readonly { readonly PatientId: string; readonly Age: number }[] = JSON.parse(stdout)
  return Object.fromEntries(rows.map(({ PatientId, Age }) => [PatientId, Age]))
}

const before = { 'PT-1': 17, 'PT-2': 44, 'PT-3': 71 }

function writes(): number {
  return lab.server.journal.filter(({ action }) =>
    /insertRows|updateRows|deleteRows|import/.test(action ?? ''),
  ).length
}

describe('wellkey query select', () => {
  const select = ['select', 'lists', 'Patients', '--columns', 'PatientId,Age', '--limit', '2']

  test.for([
    {
      format: 'json',
      text: '[\n{"PatientId":"PT-1","Age":17},\n{"PatientId":"PT-2","Age":44}\n]\n',
    },
    { format: 'ndjson', text: '{"PatientId":"PT-1","Age":17}\n{"PatientId":"PT-2","Age":44}\n' },
    { format: 'csv', text: 'PatientId,Age\nPT-1,17\nPT-2,44\n' },
    { format: 'tsv', text: 'PatientId\tAge\nPT-1\t17\nPT-2\t44\n' },
  ])('prints $format', async ({ format, text }) => {
    const ending = await query([...select, '--format', format])
    expect(ending).toEqual({ code: 0, stdout: text, stderr: '' })
  })

  test('prints nothing but the frame when there are no rows', async () => {
    const none = ['select', 'lists', 'Patients', '--columns', 'Age', '--filter', 'Age~eq=1']
    expect((await query([...none, '--format', 'json'])).stdout).toBe('[\n]\n')
    expect((await query([...none, '--format', 'csv'])).stdout).toBe('Age\n')
    expect(await query(none)).toMatchObject({ stdout: '', stderr: '0 rows\n' })
  })

  test('writes a file by its name, readable by its owner only, and leaves nothing beside it', async () => {
    const out = join(folder, 'rows.csv')
    const { code, stdout, stderr } = await query([...select, '--out', out])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toBe(`✓ Wrote 2 rows, 0.0 MB, to ${out}\n`)
    expect(await readFile(out, 'utf8')).toBe('PatientId,Age\nPT-1,17\nPT-2,44\n')
    expect((await stat(out)).mode & 0o777).toBe(0o600)
    expect((await readdir(folder)).toSorted()).toEqual(['netrc', 'rows.csv'])
  })

  test('leaves the old file as it was when the query fails', async () => {
    const out = join(folder, 'rows.csv')
    await writeFile(out, 'old')
    const { code } = await query(['select', 'lists', 'Nope', '--out', out])
    expect(code).toBe(1)
    expect(await readFile(out, 'utf8')).toBe('old')
    expect(await readdir(folder)).toHaveLength(2)
  })

  test.for([
    { name: 'a folder', out: '.' },
    { name: 'a place in no folder', out: 'no/such/folder' },
  ])('refuses $name as --out', async ({ out }) => {
    const ending = await query([...select, '--out', join(folder, out)])
    expect(ending).toMatchObject({ code: 2, stderr: expect.stringContaining('--out') })
  })

  test('makes texts of formulas on request', async () => {
    await query(['update', 'lists', 'Patients', '--format', 'csv'], 'PatientId,Note\nPT-1,=1+1\n')
    const argv = ['select', 'lists', 'Patients', '--columns', 'Note', '--limit', '1']
    expect((await query([...argv, '--format', 'csv'])).stdout).toBe('Note\n=1+1\n')
    const escaped = await query([...argv, '--format', 'csv', '--escape-formulas'])
    expect(escaped.stdout).toBe("Note\n'=1+1\n")
  })
})

describe('wellkey query sql', () => {
  const sql = 'SELECT PatientId FROM Patients WHERE Age > 50'

  test('reads the SQL from the argument, a file or stdin', async () => {
    const file = join(folder, 'report.sql')
    await writeFile(file, sql)
    const csv = ['--format', 'csv']
    const wanted = { code: 0, stdout: 'PatientId\nPT-3\n', stderr: '' }
    expect(await query(['sql', 'lists', sql, ...csv])).toEqual(wanted)
    expect(await query(['sql', 'lists', '--from', file, ...csv])).toEqual(wanted)
    expect(await query(['sql', 'lists', ...csv], sql)).toEqual(wanted)
  })

  test.for([
    { name: 'no SQL', argv: ['sql', 'lists'] },
    { name: 'two', argv: ['sql', 'lists', sql, '--from', 'x.sql'] },
    { name: 'a file that is not there', argv: ['sql', 'lists', '--from', '/nope.sql'] },
  ])('refuses $name as wrong use', async ({ argv }) => {
    expect(await query(argv)).toMatchObject({ code: 2, stdout: '' })
  })

  test("fails with LabKey's words", async () => {
    const ending = await query(['sql', 'lists', 'SELECT nope FROM Patients'])
    expect(ending).toMatchObject({ code: 1, stderr: expect.stringContaining('nope') })
  })
})

describe('wellkey query insert, update, delete', () => {
  test.for([
    { format: 'csv', text: '\ufeffPatientId,Age\r\n"A ""1""",5\r\nA-2,\r\n' },
    { format: 'tsv', text: 'PatientId\tAge\n"A ""1"""\t5\n\nA-2\t\n' },
    { format: 'json', text: '[{"PatientId":"A \\"1\\"","Age":5},{"PatientId":"A-2","Age":null}]' },
    { format: 'ndjson', text: '{"PatientId":"A \\"1\\"","Age":5}\n\n{"PatientId":"A-2"}' },
  ])('inserts $format', async ({ format, text }) => {
    const ending = await query(['insert', 'lists', 'Patients', '--format', format], text)
    expect(ending).toEqual({
      code: 0,
      stdout: '',
      stderr: '✓ Inserted 2 rows in lists.Patients\n',
    })
    expect(await ages()).toEqual({ ...before, 'A "1"': 5, 'A-2': null })
  })

  test('updates and deletes by key, and counts what was deleted', async () => {
    const file = join(folder, 'changes.csv')
    await writeFile(file, 'PatientId,Age\nPT-1,18\n')
    expect((await query(['update', 'lists', 'Patients', file])).code).toBe(0)
    expect(await ages()).toEqual({ ...before, 'PT-1': 18 })
    await writeFile(file, 'PatientId\nPT-1\n')
    const gone = await query(['delete', 'lists', 'Patients', file])
    expect(gone.stderr).toBe('✓ Deleted 1 row in lists.Patients\n')
    expect(await ages()).toEqual({ 'PT-2': 44, 'PT-3': 71 })
  })

  test('says after a failure which rows are written, and goes on from there', async () => {
    const row = (index: number) => `N-${index},${index === 5 ? 'old' : index}\n`
    const text = `PatientId,Age\n${[1, 2, 3, 4, 5, 6].map(row).join('')}`
    const argv = ['insert', 'lists', 'Patients', '--format', 'csv', '--batch-size', '2']
    const failed = await query(argv, text)
    expect(failed.code).toBe(1)
    expect(failed.stderr).toContain(
      'Rows 1 to 4 are written, rows 5 to 6 are not; go on with --resume-from 5\n',
    )
    const rest = await query([...argv, '--resume-from', '5'], text.replace('old', '5'))
    expect(rest.stderr).toBe('✓ Inserted 2 rows in lists.Patients\n')
    expect(await ages()).toEqual({
      ...before,
      'N-1': 1,
      'N-2': 2,
      'N-3': 3,
      'N-4': 4,
      'N-5': 5,
      'N-6': 6,
    })
  })

  test('does not claim to know what a broken connection has written', async () => {
    lab.server.faults.add({ action: 'query-insertRows', drop: 'answer' })
    const ending = await query(
      ['insert', 'lists', 'Patients', '--format', 'csv'],
      'PatientId\nN-1\nN-2\n',
    )
    expect(ending.code).toBe(5)
    expect(ending.stderr).toContain('No row is written; whether rows 1 to 2 are is not known')
    expect(ending.stderr).toContain('--resume-from 1 or --resume-from 3')
  })

  test('a dry run checks columns, keys and numbers, and sends nothing that writes', async () => {
    const argv = ['insert', 'lists', 'Patients', '--format', 'csv', '--dry-run']
    const good = await query(argv, 'PatientId,Age\nA,1\nB,2\n')
    expect(good).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Would insert 2 rows in 1 request, lists.Patients\nColumns: PatientId, Age\n',
    })
    const bad = await query(argv, 'PatientId,Agee,Age\nA,1,x y\n')
    expect(bad.code).toBe(1)
    expect(bad.stderr).toContain('There is no column Agee\n  Row 1: Age takes whole numbers')
    const keyless = await query(['update', ...argv.slice(1)], 'Age\n1\n')
    expect(keyless.stderr).toContain('Row 1: PatientId is missing')
    expect(writes()).toBe(0)
    expect(await ages()).toEqual(before)
  })

  test.for([
    {
      name: 'CSV with a ragged line',
      format: 'csv',
      text: 'PatientId,Age\nsecret-x\n',
      words: 'line 2',
    },
    {
      name: 'CSV with an open quote',
      format: 'csv',
      text: 'PatientId\n"secret-x\n',
      words: 'quote',
    },
    { name: 'CSV with a column twice', format: 'csv', text: 'A,A\n1,2\n', words: 'twice' },
    { name: 'JSON that is no array', format: 'json', text: '{"rows":[]}', words: 'array' },
    { name: 'JSON that is cut', format: 'json', text: '[{"A":1},', words: 'stops' },
    { name: 'JSON with an error', format: 'json', text: '[{"A":secret-x}]', words: 'not JSON' },
    { name: 'JSON of numbers', format: 'json', text: '[1]', words: 'Row 1 is not an object' },
    { name: 'NDJSON with an error', format: 'ndjson', text: '{}\n{secret-x\n', words: 'Line 2' },
    { name: 'nothing', format: 'csv', text: '', words: 'no row 1' },
  ])('refuses $name without showing it', async ({ format, text, words }) => {
    const ending = await query(['insert', 'lists', 'Patients', '--format', format], text)
    expect(ending).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(words) })
    expect(ending.stderr).not.toMatch(/secret-x|\n\s+at /)
    expect(await ages()).toEqual(before)
  })

  test.for([
    { name: 'stdin without a format', argv: ['insert', 'lists', 'Patients'] },
    { name: 'a file that is not there', argv: ['insert', 'lists', 'Patients', '/nope.csv'] },
    { name: 'a table as input', argv: ['insert', 'lists', 'Patients', '--format', 'table'] },
    { name: 'row 0', argv: ['insert', 'lists', 'Patients', '--resume-from', '0'] },
  ])('refuses $name as wrong use', async ({ argv }) => {
    expect(await query(argv, 'PatientId\nA\n')).toMatchObject({ code: 2, stdout: '' })
    expect(writes()).toBe(0)
  })
})

describe('wellkey query import', () => {
  test.for([
    { format: 'tsv', text: 'PatientId\tAge\nA\t1\nPT-1\t18\n' },
    { format: 'ndjson', text: '{"PatientId":"A","Age":1}\n{"PatientId":"PT-1","Age":18}\n' },
  ])('imports $format as a whole', async ({ format, text }) => {
    const argv = ['import', 'lists', 'Patients', '--format', format, '--option', 'MERGE']
    const ending = await query(argv, text)
    expect(ending.stderr).toBe('✓ Imported 2 rows into lists.Patients\n')
    expect(await ages()).toEqual({ ...before, A: 1, 'PT-1': 18 })
  })

  test('writes nothing when a row is refused, nor in a dry run', async () => {
    const argv = ['import', 'lists', 'Patients', '--format', 'csv']
    expect((await query(argv, 'PatientId,Age\nA,1\nB,x\n')).code).toBe(1)
    const trial = await query([...argv, '--dry-run'], 'PatientId\nA\n')
    expect(trial.stderr).toContain('Would import 1 row into lists.Patients')
    expect(await ages()).toEqual(before)
  })
})
