import type { ContainerPath } from './request-url.ts'

/** One call, complete: nothing after it looks at options, defaults or the environment. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: URL
  /** Controller and action, as `query-selectRows`. */
  readonly action: string
  /** What is asked for, in words for messages: `query lists.Patients`. */
  readonly subject: string
  readonly container: ContainerPath
  readonly body: string | undefined
  readonly contentType: string | undefined
  /** Changes nothing on the server, so that it may be sent again. */
  readonly readOnly: boolean
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** An answer as it came, reduced to what may leave the transport. */
export interface Answer {
  readonly kind: 'answer'
  readonly status: number
  readonly text: string
  readonly location: string | undefined
  readonly retryAfter: string | undefined
  readonly requestId: string | undefined
}

/** Why there is no answer. */
export interface NoAnswer {
  readonly kind: 'network' | 'timeout' | 'aborted' | 'too large' | 'malformed' | 'body too large'
  /** What Node says, as `ECONNREFUSED`. */
  readonly systemCode: string | undefined
}
