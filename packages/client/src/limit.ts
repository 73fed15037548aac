import type { Answer, Call, NoAnswer, OpenAnswer } from './call.ts'
import type { Transport } from './transport/transport.ts'

/**
 * Lets no more than `most` requests of a transport be under way; the others wait in line, for as long as
 * one attempt may take at the most.
 *
 * A streamed answer gives its place back with its head: a program that writes while it reads a
 * stream would otherwise wait for itself.
 */
export function withLimit(transport: Transport, most: number): Transport {
  let free = most
  const line: (() => void)[] = []

  const leave = () => {
    const next = line.shift()
    if (next === undefined) free++
    else next()
  }

  /** Fulfilled with why the turn never came, if it did not. */
  const turn = ({ signal, timeoutMs }: Call) =>
    new Promise<NoAnswer['kind'] | undefined>((resolve) => {
      const end = (kind?: NoAnswer['kind']) => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
        if (kind !== undefined) line.splice(line.indexOf(go), 1)
        resolve(kind)
      }
      const go = () => end()
      const abort = () => end('aborted')
      const timer = setTimeout(() => end('timeout'), timeoutMs)
      line.push(go)
      signal?.addEventListener('abort', abort, { once: true })
    })

  const inTurn = async <Result extends Answer | OpenAnswer>(
    call: Call,
    send: () => Promise<Result | NoAnswer>,
  ): Promise<Result | NoAnswer> => {
    if (free > 0) free--
    else {
      const kind = await turn(call)
      if (kind !== undefined) return { kind, systemCode: undefined }
    }
    try {
      return await send()
    } finally {
      leave()
    }
  }
  return {
    send: (call, url, identity) => inTurn(call, () => transport.send(call, url, identity)),
    open: (call, url, identity) => inTurn(call, () => transport.open(call, url, identity)),
  }
}
