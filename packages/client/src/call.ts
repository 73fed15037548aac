import type { ContainerPath } from './request-url.ts'

/**
 * What is sent: a text or bytes, which can be sent again, or a stream of bytes or texts, which cannot, so
 * that a call with a stream is sent once, whatever happens. `multipart` makes streams of forms.
 */
export type Body = string | Uint8Array | AsyncIterable<Uint8Array | string>

/** One call, complete: nothing after it looks at options, defaults or the environment. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Origin, path and query. */
  readonly url: URL
  /** Controller and action, as `query-selectRows`. */
  readonly action: string
  /** What is asked for, in words for messages: `query lists.Patients`. */
  readonly subject: string
  readonly container: ContainerPath
  readonly body: Body | undefined
  readonly contentType: string | undefined
  /** The `Accept` header. */
  readonly accept: string
  /** Further headers, by name as it is sent; checked already. */
  readonly headers: Readonly<Record<string, string>> | undefined
  /** Changes nothing on the server, so that it may be sent again. */
  readonly readOnly: boolean
  /** For one attempt: up to its last byte, or, of a streamed answer, up to its first. */
  readonly timeoutMs: number
  /** For the whole call with every attempt and wait; none when undefined. */
  readonly totalTimeoutMs: number | undefined
  readonly signal: AbortSignal | undefined
}

/** The head of an answer, reduced to what may leave the transport. */
export interface AnswerHead {
  readonly kind: 'answer'
  readonly status: number
  readonly location: string | undefined
  readonly retryAfter: string | undefined
  readonly requestId: string | undefined
  readonly contentType: string | undefined
  readonly contentDisposition: string | undefined
  /** It asks for a login, which LabKey does of guests only (contract 1.7). */
  readonly challenged: boolean
  /** The release of LabKey, as `24.11`, where the server says it. */
  readonly release: string | undefined
}

/** An answer as it came. */
export interface Answer extends AnswerHead {
  readonly text: string
}

/** An answer whose body has yet to be read. */
export interface OpenAnswer extends AnswerHead {
  readonly body: ByteStream
  readonly entity: Entity
}

/** What the head of an answer says of the file that the body is, or is a part of. */
export interface Entity {
  readonly etag: string | undefined
  readonly lastModified: string | undefined
  readonly contentRange: string | undefined
  readonly contentEncoding: string | undefined
  /** Of the body, in bytes. */
  readonly contentLength: number | undefined
}

/**
 * The unpacked bytes of an answer as they arrive, to be read once.
 *
 * Nothing more is read from the connection than is asked for. Leaving the loop early, or `return()`,
 * closes the connection, as does `cancel()` for those who never begin to read.
 */
export interface ByteStream extends AsyncIterator<Uint8Array, undefined> {
  [Symbol.asyncIterator](): ByteStream
  return(): Promise<IteratorResult<Uint8Array, undefined>>
  cancel(): void
}

/** Why there is no answer. */
export interface NoAnswer {
  readonly kind:
    | 'network'
    | 'timeout'
    | 'idle'
    | 'aborted'
    | 'too large'
    | 'malformed'
    | 'body too large'
    | 'body'
    | 'proxy'
  /** What Node says, as `ECONNREFUSED`; of a proxy that refuses, its status. */
  readonly systemCode: string | undefined
  /** With `body`: what the caller's own stream threw. */
  readonly thrown?: unknown
}
