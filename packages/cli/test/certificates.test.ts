import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flags, main } from './built-command.ts'

const hasOpenssl = spawnSync('openssl', ['version']).error === undefined
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wellkey-certificates-'))
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

interface Sign {
  readonly names: string
  /** Until its end. */
  readonly days: number
}

/** Makes a certificate that signs itself, and so can be trusted as an authority, too. */
function sign({ names, days }: Sign): { readonly cert: string; readonly key: string } {
  const openssl = (...words: readonly string[]): unknown =>
    execFileSync('openssl', words, { cwd: folder, stdio: 'ignore' })
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl('req', ...curve, '-keyout', 'key', '-out', 'csr', '-subj', '/O=Test authority')
  writeFileSync(join(folder, 'extensions'), `subjectAltName=${names}\n`)
  const about = ['-extfile', 'extensions', '-days', String(days)]
  openssl('x509', '-req', '-in', 'csr', '-signkey', 'key', '-out', 'cert', ...about)
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  return { cert: read('cert'), key: read('key') }
}

/** What the doctor says of a server with that certificate; `isTrusted`: its authority is known. */
async function lineOnTls(wanted: Sign, isTrusted: boolean): Promise<object | undefined> {
  const server = createServer(sign(wanted), (_, answer) => answer.end('{}'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // One of no days ends in this second.
  if (wanted.days === 0) await new Promise((resolve) => setTimeout(resolve, 1100))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    ...(isTrusted && { NODE_EXTRA_CA_CERTS: join(folder, 'cert') }),
  }
  const argv = [...flags, main, 'doctor', `https://localhost:${port}`, '--json']
  const { stdout, stderr } = await new Promise<{ stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, argv, { env }, (_, out, talk) =>
      resolve({ stdout: out, stderr: talk }),
    )
  })
  server.close()
  expect(stderr).not.toMatch(/Warning|Unexpected/)
  const { findings } = JSON.parse(stdout) as { findings: readonly { readonly check: string }[] }
  return findings.find(({ check }) => check === 'tls')
}

const own = 'DNS:localhost,IP:127.0.0.1'

describe.skipIf(!hasOpenssl)('doctor on a certificate (needs openssl)', () => {
  test.for([
    {
      name: 'that is good',
      wanted: { names: own, days: 90 },
      isTrusted: true,
      line: {
        state: 'ok',
        message: expect.stringMatching(/by Test authority, good for (89|90) d/),
      },
    },
    {
      name: 'that ends soon',
      wanted: { names: own, days: 5 },
      isTrusted: true,
      line: { state: 'warn', message: expect.stringMatching(/ends in [45] days/) },
    },
    {
      name: 'that has expired',
      wanted: { names: own, days: 0 },
      isTrusted: true,
      line: { state: 'fail', message: expect.stringMatching(/has expired: .* until \d{4}-/) },
    },
    {
      name: 'that signs itself',
      wanted: { names: own, days: 90 },
      isTrusted: false,
      line: {
        state: 'fail',
        message: expect.stringContaining('not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)'),
        fix: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
      },
    },
    {
      name: 'of another host',
      wanted: { names: 'DNS:other.example', days: 90 },
      isTrusted: true,
      line: {
        state: 'fail',
        message: expect.stringContaining('is not for localhost, but for other.example'),
      },
    },
  ])('$name', async ({ wanted, isTrusted, line }) => {
    expect(await lineOnTls(wanted, isTrusted)).toMatchObject(line)
  })
})
