import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { afterAll, describe, expect, test } from 'vitest'

import { tableFromText } from '@wellkey/server'

import { runServer } from '../src/run-server.ts'
import { lines, openWire } from './wire.ts'

const folder = mkdtempSync(join(tmpdir(), 'wellkey-command-'))
afterAll(() => rmSync(folder, { recursive: true }))
const fileOf = (name: string, text: string): string => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

const passwordCost = { cost: 16, blockSize: 1, parallelization: 1 }

interface Line {
  readonly url: string
  readonly container: string
  readonly users: readonly { readonly email: string; readonly password?: string }[]
}

/** Runs the command until the work is done, and returns what it printed. */
async function run(
  argv: readonly string[],
  work: (line: Line) => Promise<void> = () => Promise.resolve(),
): Promise<{ code: number; stdout: string; stderr: string }> {
  let [stdout, stderr] = ['', '']
  let stop: (value?: unknown) => void = () => undefined
  let working: Promise<void> | undefined
  const stopped = new Promise((resolve) => (stop = resolve))
  const code = await runServer({
    argv,
    stdout: (text) => {
      stdout += text
      if (text.startsWith('{')) working = work(JSON.parse(text) as Line).finally(stop)
      else stop()
    },
    stderr: (text) => (stderr += text),
    stopped,
    version: '1',
  })
  await working
  return { code, stdout, stderr }
}

const served = ['--json', '--port', '0']
const basic = (user: string, password: string): Record<string, string> => ({
  Authorization: `Basic ${btoa(`${user}:${password}`)}`,
})

async function post(url: string, body: object, headers: Record<string, string>): Promise<Response> {
  const token = 'ab'.repeat(32)
  return fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      'Content-Type': 'application/json',
      'X-LABKEY-CSRF': token,
      Cookie: `X-LABKEY-CSRF=${token}`,
      ...headers,
    },
  })
}

describe('wellkey-server --seed', () => {
  const people =
    'Key\tName\tBorn\tScore\tOk\tCode\r\n1\tAnn\t1970-05-31\t1.5\ttrue\t007\r\n2\t\t\t2\tFALSE\t12\r\n'

  test('takes users, containers, settings and tables, of rows or of a file beside it, and makes what is missing', async () => {
    fileOf('people.tsv', people)
    const seed = fileOf(
      'seed.json',
      JSON.stringify({
        users: [
          { email: 'ann@example.org', role: 'editor' },
          { email: 'bob@example.org', role: 'reader', password: 'given in the seed' },
        ],
        containers: [{ path: '/Lab' }],
        settings: { allowApiKeys: true, passwordCost },
        tables: [
          { name: 'People', file: 'people.tsv' },
          { name: 'Sites', columns: [{ name: 'Id', type: 'int', key: true }], rows: [{ Id: 7 }] },
        ],
      }),
    )
    const visits = fileOf('Visits.csv', 'Id,Note\n5,"a, b"\n')
    const answers: unknown[] = []
    const { code, stdout, stderr } = await run(
      [
        ...served,
        '--seed',
        seed,
        '--seed',
        visits,
        '--key-format',
        'scannable',
        '--release',
        '25.3',
      ],
      async ({ url, users, container }) => {
        expect(users).toEqual([
          {
            email: 'admin@example.org',
            role: 'admin',
            password: expect.stringMatching(/^[\w-]{16}$/) as string,
          },
          {
            email: 'ann@example.org',
            role: 'editor',
            password: expect.stringMatching(/^[\w-]{16}$/) as string,
          },
          { email: 'bob@example.org', role: 'reader' },
        ])
        expect(container).toBe('/Lab')
        const ann = basic('ann@example.org', users[1]?.password ?? '')
        const made = await post(`${url}/Lab/security-createApiKey.api`, { type: 'apikey' }, ann)
        expect([made.headers.get('Server'), await made.json()]).toEqual([
          'LabKey/25.3',
          { apikey: expect.stringMatching(/^lka_/) as string },
        ])
        for (const name of ['People', 'Sites', 'Visits']) {
          const answer = await fetch(
            `${url}/Lab/query-selectRows.api?schemaName=lists&query.queryName=${name}`,
            { headers: basic('bob@example.org', 'given in the seed') },
          )
          answers.push(((await answer.json()) as { rows: unknown }).rows)
        }
      },
    )
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).not.toContain('given in the seed')
    expect(answers).toMatchObject([
      [
        { Key: 1, Name: 'Ann', Born: '1970-05-31 00:00:00.000', Score: 1.5, Ok: true, Code: '007' },
        { Key: 2, Name: null, Born: null, Score: 2, Ok: false, Code: '12' },
      ],
      [{ Id: 7 }],
      [{ Id: 5, Note: 'a, b' }],
    ])
  })

  test.each([
    ['nothing.json', undefined, /cannot be read \(ENOENT\)/],
    ['broken.json', '{"users":[{"password":"hunter2hunter2"', /not valid JSON/],
    ['list.json', '[]', /not a JSON object/],
    ['odd.json', '{"user":[]}', /'user' is not known/],
    ['wrong.json', '{"tables":{}}', /'tables' is not a list/],
    ['seed.yaml', '', /no \.json, \.tsv or \.csv/],
    ['empty.tsv', '', /no line that names the columns/],
    ['long.tsv', 'A\n1\t2\n', /row 1 has more fields/],
    ['open.csv', 'A\n"1', /quoted value has no end/],
  ])('%s is wrong use, in words without its content', async (name, text, words) => {
    const file = text === undefined ? join(folder, name) : fileOf(name, text)
    const { code, stdout, stderr } = await run([...served, '--seed', file])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(words)
    expect(stderr).not.toContain('hunter2')
  })
})

test.each([
  [['--demo', '--seed', 'x.json'], /at once/],
  [['--release', '1.0'], /'1\.0' is not one of 23\.2, 24\.11, 25\.3/],
  [['--key-format', 'new'], /'new' is none of labkey, legacy, scannable/],
  [['verify'], /verify takes one file/],
  [['verify', '/nowhere/audit'], /cannot be read \(ENOENT\)/],
])('%j is wrong use', async (argv, words) => {
  const { code, stderr } = await run(argv)
  expect([code, stderr]).toEqual([2, expect.stringMatching(words)])
})

test('a table of text says what its columns are', () => {
  const { columns } = tableFromText(
    'T',
    'A\tB\tC\tD\nx\t1\t1.5\t2024-02-30\ny\t-2\t3\t2024-02-28\n',
  )
  expect(columns).toEqual([
    { name: 'A', type: 'string', key: true },
    { name: 'B', type: 'int' },
    { name: 'C', type: 'float' },
    { name: 'D', type: 'string' },
  ])
  expect(tableFromText('T', 'A\n1\n1\n').columns).toEqual([{ name: 'A', type: 'int' }])
})

describe('--audit and verify', () => {
  test('every record is in the file, which is for its owner only, and a changed one is named', async () => {
    const file = join(folder, 'audit.jsonl')
    await run([...served, '--audit', file], async ({ url, users }) => {
      const [admin] = users
      for (let asked = 0; asked < 3; asked += 1) {
        await post(
          `${url}/login-loginApi.api`,
          { email: admin?.email, password: admin?.password },
          {},
        )
      }
    })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const good = await run(['verify', file])
    expect(good).toEqual({
      code: 0,
      stdout: '3 records, each follows the one before\n',
      stderr: '',
    })
    const text = readFileSync(file, 'utf8')
    const records = text.split('\n')
    const damaged: readonly (readonly [string, number])[] = [
      [text.replace('Database', 'database'), 1],
      [[records[0], records[2], records[1], ''].join('\n'), 2],
      [[records[0], records[2], ''].join('\n'), 2],
      [`${records[0] ?? ''}\nnot a record\n`, 2],
    ]
    for (const [content, sequence] of damaged) {
      const { code, stdout, stderr } = await run(['verify', fileOf('damaged.jsonl', content)])
      expect([code, stdout]).toEqual([1, ''])
      expect(stderr).toContain(`record ${sequence} is bad`)
    }
    expect((await run([...served, '--audit', file])).stderr).toContain('it is there already')
  })
})

describe('R24: SIGTERM', () => {
  // A hash at the full cost takes longer than the drain allows on a busy machine.
  const seed = fileOf('quick.json', JSON.stringify({ settings: { passwordCost } }))
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
  async function start(more: readonly string[] = []): Promise<{ child: ChildProcess; line: Line }> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', main, '--seed', seed, ...served, ...more],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const [text] = (await once(createInterface(child.stdout), 'line')) as [string]
    return { child, line: JSON.parse(text) as Line }
  }

  test('lets every request that was begun have its answer, then exits with 0, and the audit is whole', async () => {
    const file = join(folder, 'drained.jsonl')
    const { child, line } = await start(['--audit', file])
    const port = Number(new URL(line.url).port)
    const wires = await Promise.all(Array.from({ length: 20 }, () => openWire(port)))
    const body = JSON.stringify({ email: 'admin@example.org', password: line.users[0]?.password })
    const head = ['POST /login-loginApi.api HTTP/1.1', 'Host: x', 'Content-Type: application/json']
    // Half of the body now; a request that answers is under way on each.
    for (const wire of wires) {
      await wire.ask(lines(['GET /login-whoami.api HTTP/1.1', 'Host: x']))
      wire.write(lines([...head, `Content-Length: ${body.length}`]) + body.slice(0, 10))
    }
    const idle = await openWire(port)
    await new Promise((resolve) => setTimeout(resolve, 200))
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await idle.closed
    for (const wire of wires) wire.write(body.slice(10))
    const answers = await Promise.all(wires.map((wire) => wire.read()))
    // 18 passwords at a time are checked, the others are told to come back: an answer, too.
    for (const { status, header } of answers) {
      expect([200, 503]).toContain(status)
      expect(header('Connection')).toEqual(['close'])
    }
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0)
    expect((await exited)[0]).toBe(0)
    const verdict = await run(['verify', file])
    expect([verdict.code, verdict.stderr]).toEqual([0, ''])
    await expect(fetch(line.url)).rejects.toThrow('fetch failed')
  })

  test('the second time does not wait', async () => {
    const { child, line } = await start()
    const wire = await openWire(Number(new URL(line.url).port))
    wire.write('POST /login-loginApi.api HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n')
    await new Promise((resolve) => setTimeout(resolve, 200))
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(child.exitCode).toBeNull()
    child.kill('SIGTERM')
    expect((await exited)[0]).toBe(130)
  })
})

test('R24: nothing listens where others could reach it, whatever the words', async () => {
  for (const host of ['0.0.0.0', '::', '10.0.0.1', 'example.org']) {
    const { code, stderr } = await run([...served, '--host', host])
    expect([code, stderr]).toEqual([2, expect.stringContaining(`Refusing to listen on '${host}'`)])
  }
})
