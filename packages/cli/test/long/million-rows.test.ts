import { spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { createReadStream } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const isDist = process.env['TEST_DIST'] === '1'
const main = fileURLToPath(
  new URL(isDist ? '../../dist/start/main.cjs' : '../../src/main.ts', import.meta.url),
)
const flags = isDist ? [] : ['--conditions=@wellkey/source', '--import', 'tsx']
const rowCount = 1_000_000
const columns = 10
const hasProc = process.platform === 'linux'

let server: Server
let folder: string
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  // Not the reference server: this test is about the reader, and wants rows faster than SQL gives them.
  server = createServer((request, response) => {
    request.resume()
    response.setHeader('Content-Type', 'application/json')
    void writeRows(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  folder = await mkdtemp(join(tmpdir(), 'wellkey-long-'))
  const file = join(folder, 'netrc')
  await writeFile(file, 'machine 127.0.0.1 login apikey password k\n', { mode: 0o600 })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  env = {
    PATH: process.env['PATH'],
    HOME: folder,
    NETRC: file,
    LABKEY_BASE_URL: `http://127.0.0.1:${port}`,
  }
})

afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

async function writeRows(response: NodeJS.WritableStream): Promise<void> {
  const names = Array.from({ length: columns }, (_, index) => `Column${index}`)
  const fields = names.map((name) => ({ name, caption: name, jsonType: 'string' }))
  response.write(
    `{"schemaName":"lists","queryName":"Many","metaData":{"fields":${JSON.stringify(fields)}},"rows":[`,
  )
  for (let row = 0; row < rowCount; row += 1000) {
    const text = Array.from({ length: 1000 }, (_, index) =>
      JSON.stringify(Object.fromEntries(names.map((name) => [name, `value ${row + index}`]))),
    ).join(',')
    const isReady = response.write(row === 0 ? text : `,${text}`)
    if (!isReady) await new Promise((resolve) => response.once('drain', resolve))
  }
  response.end(`],"rowCount":${rowCount}}`)
}

interface Run {
  readonly code: number | null
  readonly stderr: string
  readonly peakMegabytes: number
}

async function start(argv: readonly string[], stopAtBytes?: number): Promise<Run> {
  const child = spawn(process.execPath, [...flags, main, ...argv], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  let peakMegabytes = 0
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const timer = setInterval(() => {
    void peakOf(child.pid).then((megabytes) => (peakMegabytes = Math.max(peakMegabytes, megabytes)))
    if (stopAtBytes !== undefined) {
      void temporarySize().then((size) => size > stopAtBytes && child.kill('SIGINT'))
    }
  }, 50)
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  clearInterval(timer)
  return { code, stderr, peakMegabytes }
}

async function peakOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}

async function temporarySize(): Promise<number> {
  const name = (await readdir(folder)).find((file) => file.endsWith('.tmp'))
  if (name === undefined) return 0
  return stat(join(folder, name)).then(
    ({ size }) => size,
    () => 0,
  )
}

async function linesOf(file: string): Promise<number> {
  let count = 0
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line !== '') count++
  }
  return count
}

describe('wellkey query select of a million rows', () => {
  test.skipIf(!hasProc)(
    'writes NDJSON under 120 MB of memory (needs /proc)',
    { timeout: 300_000 },
    async () => {
      const out = join(folder, 'many.ndjson')
      const { code, stderr, peakMegabytes } = await start([
        'query',
        'select',
        'lists',
        'Many',
        '--out',
        out,
      ])
      expect({ code, stderr }).toEqual({
        code: 0,
        stderr: expect.stringMatching(/^✓ Wrote 1,000,000 rows, \d+\.\d MB, to /),
      })
      expect(await linesOf(out)).toBe(rowCount)
      // tsx itself, which runs the sources, takes more than the command.
      expect(peakMegabytes).toBeLessThan(isDist ? 120 : 240)
    },
  )

  test('leaves nothing after Ctrl-C, and ends with 130', { timeout: 120_000 }, async () => {
    const old = join(folder, 'kept.csv')
    await writeFile(old, 'old')
    const { code, stderr } = await start(
      ['query', 'select', 'lists', 'Many', '--out', old],
      5_000_000,
    )
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' })
    expect(await readFile(old, 'utf8')).toBe('old')
    expect((await readdir(folder)).filter((file) => file.endsWith('.tmp'))).toEqual([])
  })
})
