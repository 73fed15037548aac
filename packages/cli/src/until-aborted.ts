import { once } from 'node:events'
import { CliError, exitCodes } from './cli-error.ts'

/** Waits for something, but no longer than until Ctrl-C. */
export async function untilAborted<Value>(
  signal: AbortSignal,
  promise: Promise<Value>,
): Promise<Value> {
  assertGoingOn(signal)
  const isDone = new AbortController()
  const stopped = once(signal, 'abort', { signal: isDone.signal }).then(
    () => assertGoingOn(signal),
    () => undefined,
  )
  try {
    await Promise.race([promise, stopped])
    return await promise
  } finally {
    isDone.abort()
  }
}

/**
 * Stops before a change when Ctrl-C was pressed.
 *
 * @throws {CliError} exit code 130
 */
export function assertGoingOn(signal: AbortSignal): void {
  if (signal.aborted) throw new CliError('Stopped', exitCodes.interrupted)
}
