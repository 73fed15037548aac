import type { Agent, ClientRequest, OutgoingHttpHeaders, RequestOptions } from 'node:http'

/** How a server is reached: worked out once, used by every request. */
export interface Route {
  readonly request: (options: RequestOptions) => ClientRequest
  readonly protocol: 'http:' | 'https:'
  readonly hostname: string
  readonly port: number
  readonly agent: Agent
  /** What stands before the path for a forward proxy; else empty. */
  readonly prefix: string
  /** What a forward proxy wants to see with every request. */
  readonly headers: OutgoingHttpHeaders | undefined
}
