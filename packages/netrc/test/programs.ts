import { execFile, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A file and a question. */
export interface Question {
  readonly text: string
  readonly host: string
  readonly login?: string
}

/** What a program answers: `login:password`, nothing, or that it failed. */
export type Answer = string | undefined

/** The version of a program, or `undefined` if this machine does not have it. */
export function versionOf(program: 'curl' | 'python3'): string | undefined {
  try {
    const words = execFileSync(program, ['--version'], { encoding: 'utf8' }).split(/\s+/)
    return words[1]
  } catch {
    return undefined
  }
}

const script = `
import sys, json, os, tempfile, netrc
for line in sys.stdin:
    question = json.loads(line)
    handle, path = tempfile.mkstemp()
    os.write(handle, question['text'].encode()); os.close(handle)
    try:
        found = netrc.netrc(path).authenticators(question['host'])
        print(json.dumps(found and [found[0], found[2]]))
    except netrc.NetrcParseError:
        print('"error"')
    finally:
        os.unlink(path)
`

/** Asks CPython's netrc module, all questions in one process. */
export function askPython(questions: readonly Question[]): readonly Answer[] {
  const input = questions.map((question) => `${JSON.stringify(question)}\n`).join('')
  const output = execFileSync('python3', ['-c', script], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  return output
    .trim()
    .split('\n')
    .map((line) => toAnswer(JSON.parse(line)))
}

/** Asks curl what it sends to a server on loopback, all questions in one process. */
export async function askCurl(questions: readonly Question[]): Promise<readonly Answer[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wellkey-curl-'))
  const server = createServer(({ headers }, response) => {
    response.end(headers.authorization ?? '')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    const parts = questions.map(({ text, host, login }, at) => {
      const netrc = join(folder, `${at}.netrc`)
      writeFileSync(netrc, text)
      const user = login === undefined ? '' : `${login}@`
      return [
        `url = "http://${user}${host}:${port}/"`,
        `netrc-file = "${netrc}"`,
        `connect-to = "::127.0.0.1:${port}"`,
        `output = "${join(folder, `${at}.out`)}"`,
        'noproxy = "*"',
        'silent',
        String.raw`write-out = "%{exitcode}\n"`,
      ].join('\n')
    })
    writeFileSync(join(folder, 'config'), parts.join('\nnext\n'))
    const run = promisify(execFile)('curl', ['--disable', '--config', join(folder, 'config')], {
      maxBuffer: 2 ** 26,
    })
    const { stdout } = await run.catch((error: unknown) => error as { stdout: string })
    const codes = stdout.trim().split('\n')
    if (codes.length !== questions.length) throw new Error('curl did not answer every question')
    return codes.map((code, at) => (code === '0' ? sent(join(folder, `${at}.out`)) : 'error'))
  } finally {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function sent(file: string): Answer {
  const header = readFileSync(file, 'latin1')
  if (header === '') return undefined
  const credentials = Buffer.from(header.slice('Basic '.length), 'base64').toString()
  return credentials === ':' ? undefined : credentials
}

function toAnswer(found: unknown): Answer {
  if (found === 'error') return 'error'
  if (!Array.isArray(found) || (!found[0] && !found[1])) return undefined
  return found.join(':')
}
