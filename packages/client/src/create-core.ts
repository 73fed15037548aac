import type { Credential } from '@wellkey/credentials'
import type { ResolvedClientOptions } from './client-options.ts'
import { createClientTransport } from './client-transport.ts'
import { createGuestCheck } from './guest-check.ts'
import { createIdentities } from './identity.ts'
import { createPerform, type Open, type Perform } from './perform.ts'
import { createUse } from './create-use.ts'
import type { RequestOptions } from './request.ts'
import { createRetryBudget } from './retry.ts'
import type { StreamedAnswer } from './streamed-answer.ts'

/** What every function of a client is made with. */
export interface Core {
  readonly client: ResolvedClientOptions
  /** The base URL, without a slash at its end. */
  readonly server: string
  readonly perform: Perform
  readonly open: Open
  readonly credential: () => Promise<Credential | undefined>
  readonly request: <Answer = unknown>(options: RequestOptions) => Promise<Answer>
  readonly openAnswer: (options: RequestOptions) => Promise<StreamedAnswer>
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
  const use = createUse(() => import('./request-functions.ts'))
  return {
    client,
    server,
    perform,
    open,
    credential: async () => (await identities.current()).credential,
    request: <Answer>(options: RequestOptions) =>
      use(options, async ({ buildCall }, own) => {
        const { value } = await perform(buildCall(own, client, 'request'))
        // The caller says what the action answers; the wire cannot.
        return value as Answer
      }),
    openAnswer: (options) =>
      use(options, async ({ buildCall, streamedAnswer }, own) => {
        const { answer, body } = await open(buildCall(own, client, 'open'))
        return streamedAnswer(answer, body)
      }),
  }
}
