// Opens calls as the functions that stream do, for tests of what is below them.
import { fromValue } from '@wellkey/client'
import { resolveClientOptions, type ClientOptions } from '../src/client-options.ts'
import { createClientTransport } from '../src/client-transport.ts'
import { createGuestCheck } from '../src/guest-check.ts'
import { createIdentities } from '../src/identity.ts'
import { createPerform } from '../src/perform.ts'
import { completeCall, type CallParts } from '../src/request.ts'
import { createRetryBudget } from '../src/retry.ts'
import { sampleKey } from './recording-server.ts'

export function openerOf(baseUrl: string, options: ClientOptions = {}) {
  const client = resolveClientOptions({
    baseUrl,
    credentials: fromValue(sampleKey),
    environment: {},
    ...options,
  })
  const { base, timing, hooks, retry } = client
  const transport = createClientTransport(client)
  const identities = createIdentities({ base, credentials: client.credentials, now: timing.now })
  const guestCheck = createGuestCheck({ base, transport, always: false, now: timing.now })
  const server = base.href.replace(/\/$/, '')
  const budget = createRetryBudget()
  const { open, perform } = createPerform({
    base,
    server,
    identities,
    transport,
    guestCheck,
    retry,
    budget,
    hooks,
    timing,
  })
  const call = (parts: Partial<CallParts> = {}) =>
    completeCall(client, {
      method: 'GET',
      container: [],
      controller: 'query',
      action: 'export',
      readOnly: true,
      timeoutMs: client.timeoutMs,
      signal: undefined,
      ...parts,
    })
  return {
    open: (parts?: Partial<CallParts>) => open(call(parts)),
    perform: (parts?: Partial<CallParts>) => perform(call(parts)),
  }
}

export async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** Waits until something holds; the test's own time limit is the end of its patience. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}
