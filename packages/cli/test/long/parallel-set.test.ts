import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { entries, parse } from '@wellkey/netrc'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const isDist = process.env['TEST_DIST'] === '1'
const main = fileURLToPath(
  new URL(isDist ? '../../dist/start/main.cjs' : '../../src/main.ts', import.meta.url),
)
const flags = isDist ? [] : ['--conditions=@wellkey/source', '--import', 'tsx']

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wellkey-parallel-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe('wellkey netrc set', () => {
  test('loses nothing when 20 processes run at a time', { timeout: 120_000 }, async () => {
    const file = join(folder, 'netrc')
    const env = { PATH: process.env['PATH'], HOME: folder, NETRC: file }
    const hosts = Array.from({ length: 20 }, (_, index) => `h${index}.example`)
    const codes = await Promise.all(
      hosts.map((host) => {
        const argv = [...flags, main, 'netrc', 'set', host, '--login', 'ann']
        const child = spawn(process.execPath, argv, { env, stdio: ['pipe', 'ignore', 'ignore'] })
        child.stdin.end(`password of ${host}`)
        return new Promise((resolve) => child.on('close', resolve))
      }),
    )
    expect(codes).toEqual(hosts.map(() => 0))
    const found = entries(parse(await readFile(file, 'utf8')))
    expect(new Set(found.map(({ host }) => host))).toEqual(new Set(hosts))
  })
})
