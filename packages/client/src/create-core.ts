import type { Credential } from '@wellkey/credentials'
import type { ResolvedClientOptions } from './client-options.ts'
import { createClientTransport } from './client-transport.ts'
import { createGuestCheck } from './guest-check.ts'
import { createIdentities } from './identity.ts'
import { createPerform, type Open, type Perform } from './perform.ts'
import { createRetryBudget } from './retry.ts'

/** What every function of a client is made with, and shared by those that differ in their container alone. */
export interface Core {
  /** The base URL, without a slash at its end. */
  readonly server: string
  readonly perform: Perform
  readonly open: Open
  readonly credential: () => Promise<Credential | undefined>
}

/** Makes the part of a client that knows how to call, and no action by name but `whoami`. */
export function createCore(client: ResolvedClientOptions): Core {
  const { base, credentials, hooks, retry, timing, verifyIdentity } = client
  const { now } = timing
  const server = base.href.replace(/\/$/, '')
  const identities = createIdentities({ base, credentials, now })
  const transport = createClientTransport(client)
  const guestCheck = createGuestCheck({ base, transport, always: verifyIdentity, now })
  const { perform, open } = createPerform({
    base,
    server,
    identities,
    transport,
    guestCheck,
    retry,
    budget: createRetryBudget(),
    hooks,
    timing,
  })
  return {
    server,
    perform,
    open,
    credential: async () => (await identities.current()).credential,
  }
}
