// A proxy of TCP connections between client and server that does what bad networks do, by chance that can be repeated.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** Shares of requests, from 0 to 1. */
export interface Chaos {
  /** The connection is closed: half of the time before the server sees the request, half after. */
  readonly drop: number
  /** The proxy answers 503 itself; the server never sees the request. */
  readonly unavailable: number
  readonly delay: number
  readonly delayMs: number
  /** The answer ends in its middle. */
  readonly cut: number
  readonly seed: number
}

export async function startChaos(targetPort: number, chaos: Chaos) {
  const random = mulberry32(chaos.seed)
  const done = { dropped: 0, unavailable: 0, delayed: 0, cut: 0, requests: 0 }
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1')
    let fate: 'pass' | 'lose' | 'cut' = 'pass'
    sockets.add(near).add(far)
    const end = () => {
      near.destroy()
      far.destroy()
      sockets.delete(near)
      sockets.delete(far)
    }
    near.on('error', end).on('close', end)
    far.on('error', end).on('close', end)
    // A request of these tests is one packet, and there is one at a time on a connection.
    near.on('data', (request) => {
      done.requests++
      const chance = random()
      const { drop, unavailable, cut, delay, delayMs } = chaos
      fate = 'pass'
      if (chance < drop) {
        done.dropped++
        if (chance < drop / 2) return end()
        fate = 'lose'
      } else if (chance < drop + unavailable) {
        done.unavailable++
        near.write('HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n')
        return
      } else if (chance < drop + unavailable + cut) {
        done.cut++
        fate = 'cut'
      } else if (chance < drop + unavailable + cut + delay) {
        done.delayed++
        setTimeout(() => far.write(request), delayMs)
        return
      }
      far.write(request)
    })
    far.on('data', (answer) => {
      if (fate === 'lose') return end()
      if (fate !== 'cut') return void near.write(answer)
      near.write(answer.subarray(0, answer.length / 2), end)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, done }
}

function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The weather of the acceptance figures; delays a tenth as long as in the field. */
export const weather = { drop: 0.01, unavailable: 0.01, delay: 0.05, delayMs: 30, cut: 0.005 }
