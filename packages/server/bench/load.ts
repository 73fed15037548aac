// A load generator in a process of its own: keep-alive connections, each asks again when it is answered.
import { connect } from 'node:net'

/** What to ask, how often at once, for how long. Stands in the environment of the process as JSON. */
export interface LoadPlan {
  readonly port: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly connections: number
  readonly seconds: number
}

/** What came of it, printed as JSON. */
export interface LoadResult {
  readonly requestsPerSecond: number
  readonly p99Ms: number
  /** Answers that were not 200. */
  readonly failures: number
}

const plan = JSON.parse(process.env['LOAD_PLAN'] ?? '') as LoadPlan
const lines = Object.entries({ Host: `127.0.0.1:${plan.port}`, ...plan.headers })
const request = `GET ${plan.path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
const times: number[] = []
let failures = 0
const end = performance.now() + plan.seconds * 1000

keepAwake()
await Promise.all(Array.from({ length: plan.connections }, ask))
const sorted = times.toSorted((left, right) => left - right)
const result: LoadResult = {
  requestsPerSecond: times.length / plan.seconds,
  p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
  failures,
}
process.stdout.write(`${JSON.stringify(result)}\n`)

/** Keeps this process from sleeping: to wake it would be a part of what each answer costs the server. */
function keepAwake(): void {
  if (performance.now() < end) setImmediate(keepAwake)
}

/** Asks over one connection, again and again; the server may close it after some answers. */
async function ask(): Promise<void> {
  while (performance.now() < end) await askUntilClosed()
}

function askUntilClosed(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(plan.port, '127.0.0.1')
    socket.setNoDelay(true)
    let received = ''
    let began = performance.now()
    const send = (): void => {
      began = performance.now()
      socket.write(request)
    }
    socket.setEncoding('latin1')
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('close', () => resolve())
    socket.on('data', (chunk: string) => {
      received += chunk
      const length = completeLength(received)
      if (length === undefined || received.length < length) return
      times.push(performance.now() - began)
      if (!received.startsWith('HTTP/1.1 200')) failures += 1
      const isLast = /\r\nconnection: close\r\n/i.test(received.slice(0, length))
      received = ''
      if (isLast || performance.now() >= end) socket.destroy()
      else send()
    })
  })
}

/** Returns the length of the answer, header included, once its header is there. */
function completeLength(text: string): number | undefined {
  const header = text.indexOf('\r\n\r\n')
  if (header < 0) return undefined
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, header + 2))?.[1]
  return length === undefined ? undefined : header + 4 + Number(length)
}
