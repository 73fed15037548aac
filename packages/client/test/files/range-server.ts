// A server of one file, that breaks off, changes or lies as it is told.
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient, fromValue, type LabKeyClient } from '@wellkey/client'
import { onTestFinished } from 'vitest'
import { sampleKey } from '../recording-server.ts'

export interface RangeServer {
  readonly labkey: LabKeyClient
  /** `Range`, and `If-Range` where there was one, of each GET of the file. */
  readonly ranges: string[]
  content: Buffer
  etag: string | undefined
  /** Ends answers after so many bytes, in turn; undefined lets one be. */
  cuts: (number | undefined)[]
  /** Takes no notice of ranges. */
  isWhole: boolean
  /** What MD5SUM says in place of the truth. */
  sum: string | undefined
  /** What the head says in place of the truth. */
  contentRange: string | undefined
  contentEncoding: string | undefined
  /** Begins to answer with what is not the beginning, and never ends. */
  hangs: boolean
  /** The most bytes of a part. */
  most: number
  /** Answers that are being sent. */
  sending: number
  /** Called before each answer with the file. */
  before: () => void
}

export async function startRangeServer(content: Buffer, retries = 3): Promise<RangeServer> {
  const server = createServer((request, response) => answer(state, request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const state: RangeServer = {
    labkey: createClient({
      baseUrl: `http://127.0.0.1:${port}`,
      container: '/Demo Study',
      credentials: fromValue(sampleKey),
      environment: {},
      retry: { retries, minDelayMs: 1, maxDelayMs: 2 },
    }),
    ranges: [],
    content,
    etag: 'W/"1"',
    cuts: [],
    isWhole: false,
    sum: undefined,
    contentRange: undefined,
    contentEncoding: undefined,
    hangs: false,
    most: Infinity,
    sending: 0,
    before: () => {},
  }
  return state
}

function answer(state: RangeServer, request: IncomingMessage, response: ServerResponse): void {
  const { searchParams } = new URL(request.url ?? '', 'http://127.0.0.1')
  if (searchParams.get('method') === 'MD5SUM') {
    const sum = state.sum ?? createHash('md5').update(state.content).digest('hex')
    response.end(`${sum} *a.bin\n`)
    return
  }
  state.before()
  state.sending++
  response.on('close', () => state.sending--)
  const { content, etag } = state
  const { range = '', 'if-range': ifRange } = request.headers
  state.ranges.push(ifRange === undefined ? range : `${range} if ${ifRange}`)
  if (etag !== undefined) response.setHeader('ETag', etag)
  response.setHeader('Last-Modified', 'Tue, 02 Jul 2024 14:33:42 GMT')
  response.setHeader('Content-Type', 'application/octet-stream')
  if (state.contentEncoding !== undefined) {
    response.setHeader('Content-Encoding', state.contentEncoding)
  }
  const [, first = '0', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(range) ?? []
  const isPart = range !== '' && !state.isWhole && (ifRange === undefined || ifRange === etag)
  const from = isPart ? Number(first) : 0
  if (isPart && from >= content.length) {
    response.writeHead(416, { 'Content-Range': `bytes */${content.length}` }).end()
    return
  }
  const asked = isPart && last !== '' ? Number(last) + 1 : content.length
  const end = Math.min(asked, content.length, isPart ? from + state.most : Infinity)
  if (isPart) {
    response.statusCode = 206
    const said = `bytes ${from}-${end - 1}/${content.length}`
    response.setHeader('Content-Range', state.contentRange ?? said)
  }
  response.setHeader('Content-Length', end - from)
  if (state.hangs && from > 0) {
    response.write(content.subarray(from, from + 1))
    return
  }
  const cut = state.cuts.shift()
  if (cut === undefined) response.end(content.subarray(from, end))
  else response.write(content.subarray(from, from + cut), () => response.socket?.destroy())
}
