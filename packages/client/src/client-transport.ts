import type { ResolvedClientOptions } from './client-options.ts'
import { withHooks } from './hooks.ts'
import { withLimit } from './limit.ts'
import { createRoute } from './transport/create-route.ts'
import { createSecureContexts } from './transport/secure-context.ts'
import { createTransport, type Transport } from './transport/transport.ts'

/** Puts a client's transport together: the wire, the hooks around it, and the line before both. */
export function createClientTransport(client: ResolvedClientOptions): Transport {
  const { base, proxy, tls, connectTimeoutMs, hooks, maxConcurrent, timing } = client
  const contexts = createSecureContexts(tls)
  const route = createRoute({ base, proxy, connectTimeoutMs, ...contexts })
  const transport = createTransport({ ...client, route })
  return withLimit(withHooks(transport, hooks, timing.now), maxConcurrent)
}
