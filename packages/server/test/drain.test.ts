// R24 and R6 from outside: the command is stopped and killed while many ask, and what they hold is true.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { afterAll, describe, expect, test } from 'vitest'

import { runServer } from '../src/run-server.ts'

const isOnDist = process.env['TEST_DIST'] === '1'
const main = fileURLToPath(
  new URL(isOnDist ? '../dist/main.js' : '../src/main.ts', import.meta.url),
)
const folder = mkdtempSync(join(tmpdir(), 'wellkey-drain-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Started {
  readonly child: ChildProcess
  readonly port: number
  readonly authorization: string
  readonly exited: Promise<unknown[]>
  readonly stderr: () => string
}

async function start(audit: string, preload = ''): Promise<Started> {
  const code = `data:text/javascript,${encodeURIComponent(preload)}`
  const args = ['--import', 'tsx', '--import', code, main, '--demo', '--json', '--port', '0']
  const child = spawn(process.execPath, [...args, '--audit', audit])
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const exited = once(child, 'close')
  const [text] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { url, users } = JSON.parse(text) as {
    readonly url: string
    readonly users: readonly { readonly email: string; readonly password: string }[]
  }
  const { email = '', password = '' } = users[0] ?? {}
  // One session for all that is asked, not one password check each.
  const login = await fetch(`${url}/login-loginApi.api`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  const cookies = login.headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '')
  const csrf = cookies.find((line) => line.startsWith('X-LABKEY-CSRF='))?.split('=')[1] ?? ''
  const made = await fetch(`${url}/home/security-createApiKey.api`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Cookie: cookies.join('; '),
      'X-LABKEY-CSRF': csrf,
    },
    body: JSON.stringify({ type: 'session' }),
  })
  const { apikey } = (await made.json()) as { apikey: string }
  const authorization = `Basic ${btoa(`apikey:${apikey}`)}`
  return { child, port: Number(new URL(url).port), authorization, exited, stderr: () => stderr }
}

/** What came of many connections that asked until the server let go of them. */
interface Load {
  answered: number
  /** Asked, and cut off before the whole answer was there. */
  cut: number
}

function ask({ port, authorization }: Started, load: Load, everyMs: number): Promise<void> {
  const request = `GET /login-whoami.api HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: ${authorization}\r\n\r\n`
  const socket: Socket = connect(port, '127.0.0.1')
  let [received, isAsked] = ['', false]
  let timer: NodeJS.Timeout | undefined
  const send = (): void => {
    if (socket.destroyed || socket.readableEnded) return
    isAsked = true
    socket.write(request)
  }
  socket.setEncoding('latin1')
  socket.on('connect', send)
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: string) => {
    received += chunk
    const head = received.indexOf('\r\n\r\n')
    const length = /\r\ncontent-length: (\d+)/i.exec(received)?.[1]
    if (head < 0 || received.length < head + 4 + Number(length)) return
    if (!received.startsWith('HTTP/1.1 200')) load.cut += 1
    const isLast = /\r\nconnection: close\r\n/i.test(received)
    ;[received, isAsked] = ['', false]
    load.answered += 1
    if (isLast) socket.destroy()
    else timer = setTimeout(send, everyMs)
  })
  return new Promise((resolve) => {
    socket.on('close', () => {
      clearTimeout(timer)
      if (isAsked) load.cut += 1
      resolve()
    })
  })
}

async function verdict(audit: string): Promise<string> {
  let said = ''
  const code = await runServer({
    argv: ['verify', audit],
    stdout: (text) => (said += text),
    stderr: (text) => (said += text),
    stopped: Promise.resolve(),
    version: '1',
  })
  return `${code} ${said}`
}

const keyUses = (audit: string): number =>
  readFileSync(audit, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"KeyAccess"')).length

describe('wellkey-server while many ask', { timeout: 60_000 }, () => {
  test('SIGTERM: every request that was begun has its answer, and each of them its record', async () => {
    const audit = join(folder, 'term.jsonl')
    const started = await start(audit)
    const load: Load = { answered: 0, cut: 0 }
    // 25 connections, each 20 times a second: 500 requests a second.
    const asking = Array.from({ length: 25 }, () => ask(started, load, 50))
    await sleep(1000)
    started.child.kill('SIGTERM')
    const [code] = await started.exited
    await Promise.all(asking)
    expect(code).toBe(0)
    expect(load.cut).toBe(0)
    expect(load.answered).toBeGreaterThan(25)
    expect(keyUses(audit)).toBe(load.answered)
    expect(await verdict(audit)).toMatch(/^0 /)
  })

  test('kill -9: the audit is whole, and holds whatever was answered', async () => {
    const audit = join(folder, 'kill.jsonl')
    const started = await start(audit)
    const load: Load = { answered: 0, cut: 0 }
    const asking = Array.from({ length: 25 }, () => ask(started, load, 0))
    await sleep(500)
    started.child.kill('SIGKILL')
    await Promise.all([...asking, started.exited])
    expect(load.answered).toBeGreaterThan(25)
    expect(await verdict(audit)).toMatch(/^0 /)
    const recorded = keyUses(audit)
    expect(recorded).toBeGreaterThanOrEqual(load.answered)
    // At most one more a connection: recorded, and killed before the answer was out.
    expect(recorded).toBeLessThanOrEqual(load.answered + 25)
  })

  test('a rejection nobody waits for: what is under way has its answer, then it ends with 1', async () => {
    const audit = join(folder, 'reject.jsonl')
    const preload = `process.once('SIGUSR2', () => void Promise.reject(new TypeError('x')))`
    const started = await start(audit, preload)
    const socket = connect(started.port, '127.0.0.1')
    let answer = ''
    socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk))
    const closed = once(socket, 'close')
    socket.write(
      `POST /login-whoami.api HTTP/1.1\r\nHost: x\r\nAuthorization: ${started.authorization}\r\n` +
        `Cookie: X-LABKEY-CSRF=${'a'.repeat(64)}\r\nX-LABKEY-CSRF: ${'a'.repeat(64)}\r\n` +
        `Content-Type: application/json\r\nContent-Length: 2\r\n\r\n`,
    )
    await sleep(200)
    started.child.kill('SIGUSR2')
    while (started.stderr() === '') await sleep(10)
    socket.write('{}')
    await closed
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
    expect(answer).toMatch(/\r\nconnection: close\r\n/i)
    const [code] = await started.exited
    expect(code).toBe(1)
    expect(await verdict(audit)).toMatch(/^0 /)
  })
})
