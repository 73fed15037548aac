// What it takes to have a server in a test: created, asked once in process, and listening.
import { createServer as createHttpServer } from 'node:http'
import { once } from 'node:events'

import { createServer, demoOptions } from '@wellkey/server'

import type { Figure } from '../../../.ci/bench/figure.ts'
import { medianMs } from '../../../.ci/bench/figure.ts'

/** Milliseconds to a first answer of the demo in process, and of a listening server beside bare node:http. */
export async function* figures(): AsyncGenerator<Figure> {
  const began = performance.now()
  await firstAnswer()
  yield {
    name: 'createServer() with the demo, first answer in process, first of the process',
    unit: 'ms',
    ours: Number((performance.now() - began).toFixed(1)),
    budget: { of: 'ours', atMost: 100 },
  }
  const times = await medianMs({ ours: listenAndClose, peer: bareListenAndClose })
  yield {
    name: 'createServer(), listen(), close()',
    unit: 'ms',
    ours: Number(times.ours.toFixed(2)),
    peer: { name: 'node:http', value: Number(times.peer.toFixed(2)) },
    budget: { of: 'ours', atMost: 100 },
  }
}

async function firstAnswer(): Promise<void> {
  const server = createServer(demoOptions().options)
  const answer = await server.fetch(new Request('http://localhost/login-whoami.api'))
  if (answer.status !== 200) throw new Error('The server did not answer')
}

async function listenAndClose(): Promise<void> {
  const { close } = await createServer({ users: [] }).listen()
  await close()
}

async function bareListenAndClose(): Promise<void> {
  const server = createHttpServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  server.close()
  await once(server, 'close')
}
