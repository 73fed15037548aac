// A server for tests that answers as it is told and remembers every request as it came.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Recorded {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** Header names and values in turn, spelt as they were sent. */
  readonly rawHeaders: readonly string[]
  readonly body: string
}

export interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  /** A text goes out as it is, everything else as JSON. */
  readonly body?: unknown
}

export interface RecordingServer {
  readonly url: string
  readonly port: number
  readonly requests: readonly Recorded[]
  /** Connections that are open now. */
  readonly sockets: ReadonlySet<Socket>
}

export type Answerer = (
  request: Recorded,
  count: number,
  response: ServerResponse,
) => Reply | undefined | Promise<Reply | undefined>

export const ann = {
  id: 1004,
  displayName: 'ann',
  email: 'ann@example.org',
  CSRF: '',
  impersonated: false,
  success: true,
} as const

export const onePatient = {
  schemaName: 'lists',
  queryName: 'Patients',
  formatVersion: 8.3,
  metaData: { fields: [{ name: 'PatientId', type: 'string', caption: 'Patient Id' }] },
  rows: [{ PatientId: 'P-1', _labkeyurl_PatientId: '/list-details.view?pk=P-1' }],
  rowCount: 1,
} as const

/** Starts it on a free port; it is closed when the test ends. An answer `undefined` never comes. */
export async function startServer(answer: Answerer): Promise<RecordingServer> {
  const requests: Recorded[] = []
  const sockets = new Set<Socket>()
  const respond = async (recorded: Recorded, response: ServerResponse) => {
    const reply = await answer(recorded, requests.length, response)
    if (reply === undefined) return
    const { status = 200, headers = {}, body = '' } = reply
    response.statusCode = status
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    if (!response.hasHeader('content-type')) {
      response.setHeader('content-type', 'application/json;charset=utf-8')
    }
    const raw = typeof body === 'string' || Buffer.isBuffer(body)
    response.end(raw ? body : JSON.stringify(body))
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const recorded: Recorded = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        rawHeaders: request.rawHeaders,
        body: Buffer.concat(chunks).toString(),
      }
      requests.push(recorded)
      void respond(recorded, response)
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port, requests, sockets }
}

/** A key that no server has ever made. */
export const sampleKey = 'sample-key-for-tests-0001'

/** A clock that only sleeping moves, so that waits take no time and can be looked at. */
export function stillClock(random = 1) {
  const sleeps: number[] = []
  let now = Date.parse('2024-11-23T12:00:00Z')
  return {
    sleeps,
    timing: {
      now: () => now,
      random: () => random,
      sleep: async (ms: number) => {
        sleeps.push(ms)
        now += ms
      },
    },
  }
}

/** What a promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('it was fulfilled')
    },
    (error: unknown) => error,
  )
}
