import type { OptionReader } from './check-options.ts'
import type { ResolvedClientOptions } from './client-options.ts'
import type { CallParts } from './request.ts'
import { parseContainer } from './request-url.ts'

/** What every call can be told. */
export interface CallOptions {
  /** Default: the client's. */
  readonly container?: string
  /** Default: the client's. */
  readonly timeoutMs?: number
  /** Stops the call and closes its connection. */
  readonly signal?: AbortSignal
}

/** The names of {@link CallOptions}. */
export const callOptionNames: readonly (keyof CallOptions)[] = ['container', 'timeoutMs', 'signal']

/** Reads {@link CallOptions} and completes them with the client's. */
export function readCallOptions(
  read: OptionReader,
  client: ResolvedClientOptions,
): Pick<CallParts, 'container' | 'timeoutMs' | 'signal'> {
  const container = read.text('container')
  return {
    container: container === undefined ? client.container : parseContainer(container),
    timeoutMs: read.integer('timeoutMs', 1) ?? client.timeoutMs,
    signal: readSignal(read, client),
  }
}

/** Reads the signal of a call. The client of a fan-out has one, too, and either stops the call. */
export function readSignal(
  read: OptionReader,
  { signal }: ResolvedClientOptions,
): AbortSignal | undefined {
  const own = read.signal('signal')
  return own === undefined || signal === undefined
    ? (own ?? signal)
    : AbortSignal.any([own, signal])
}
