import { Hono } from 'hono'

import { answerRequest } from './routing/answer-request.ts'
import type { Site } from './site/site.ts'

/** What `listen()` hands to the app beside a request; absent for `server.fetch()`. */
export interface AppBindings {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string | undefined } }
}

/** The address in audit records of requests that came by no socket. */
export const inProcessAddress = 'in-process'

/** Returns the web application over whatever site is current at the time of a request. */
export function createApp(
  currentSite: () => Site,
  onError: (error: unknown, requestId: string) => void,
): Hono<{ Bindings: AppBindings }> {
  const app = new Hono<{ Bindings: AppBindings }>()
  app.all('*', (context) => {
    // Forwarding headers are not believed: anybody can send them.
    const address = context.env?.incoming?.socket?.remoteAddress ?? inProcessAddress
    return answerRequest(currentSite(), context.req.raw, address, onError)
  })
  return app
}
