import { isLabKeyError } from '../labkey-error.ts'
import { conflict } from './conflict.ts'
import type { FilesCall } from './files-call.ts'
import { openPart, type Part, type Range } from './open-part.ts'

const readAgain = 'read it again'

type At = Pick<FilesCall<object>, 'caller' | 'at' | 'place'>

/** So many bytes are asked for by one connection of several, and kept in memory until it is their turn. */
export const partBytes = 4_194_304

/**
 * Gives the bytes of an opened part, up to its last. Where the connection breaks it goes on behind the last byte
 * that came, as often as the client's
 * `retry` says without a byte between, as long as the file is the same.
 *
 * @throws {LabKeyConflictError} for a file that has changed meanwhile
 */
export async function* readPart(
  call: At,
  part: Part,
  to?: number,
): AsyncGenerator<Uint8Array, undefined> {
  const { retries } = call.caller.client.retry
  const last = to ?? (part.size === undefined ? Infinity : part.size - 1)
  let { body } = part
  let next = part.from
  let failures = 0
  for (;;) {
    try {
      for await (const chunk of body) {
        next += chunk.length
        failures = 0
        yield chunk
      }
      // A part may be shorter than the one that was asked for (RFC 9110, 15.3.7).
      if (next > last || last === Infinity) return undefined
      if (failures++ >= retries) throw conflict(part.report, 'The file ended too early', readAgain)
    } catch (error) {
      if (next > last) return undefined
      if (part.head.etag === undefined || !isBroken(error) || failures++ >= retries) throw error
    }
    // To open it is a read like others, with waits of its own where the server is out of reach.
    body = await open(call, { from: next, ...(to !== undefined && { to }) }, part)
  }
}

/**
 * Gives the bytes of a file from an opened part on, in their order, over several connections.
 *
 * @param first one of `partBytes` bytes at the most, of a file whose tag and size are known
 * @throws {LabKeyConflictError} for a file that has changed meanwhile
 */
export async function* readInParallel(
  call: At,
  first: Part & { readonly size: number },
  connections: number,
): AsyncGenerator<Uint8Array, undefined> {
  const ends = new AbortController()
  const { signal: given } = call.at(call.place.path)
  const signal = given === undefined ? ends.signal : AbortSignal.any([given, ends.signal])
  const ending: At = { ...call, at: (path, changes) => call.at(path, { ...changes, signal }) }
  const line: Promise<readonly Uint8Array[]>[] = []
  let next = first.from
  const begin = () => {
    const range = { from: next, to: Math.min(next + partBytes, first.size) - 1 }
    const part = next === first.from ? collect(call, first, range.to) : fetch(ending, range, first)
    // Its failure is heard of when it is its turn.
    part.catch(() => undefined)
    line.push(part)
    next = range.to + 1
  }
  try {
    while (line.length > 0 || next < first.size) {
      while (line.length < connections && next < first.size) begin()
      const chunks = await line.shift()
      yield* chunks ?? []
    }
    return undefined
  } finally {
    ends.abort()
  }
}

async function fetch(call: At, range: Required<Range>, of: Part): Promise<readonly Uint8Array[]> {
  const body = await open(call, range, of)
  return collect(call, { ...of, body, from: range.from }, range.to)
}

async function collect(call: At, part: Part, to: number): Promise<readonly Uint8Array[]> {
  const chunks: Uint8Array[] = []
  for await (const chunk of readPart(call, part, to)) chunks.push(chunk)
  return chunks
}

async function open(call: At, range: Range, { head, report }: Part): Promise<Part['body']> {
  const { body, from } = await openPart(call, range, head.etag)
  if (from === range.from) return body
  body.cancel()
  throw conflict(report, 'The file has changed while it was read', readAgain)
}

function isBroken(error: unknown): boolean {
  return isLabKeyError(error, 'ERR_LABKEY_NETWORK') || isLabKeyError(error, 'ERR_LABKEY_TIMEOUT')
}
