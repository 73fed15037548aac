import type { LabKeyClient } from './create-client.ts'
import { LabKeyOptionsError } from './labkey-options-error.ts'
import type { Caller } from './query/ask-query.ts'

// Not a member of the client: nobody but the package's own functions may call past its border.
const callers = new WeakMap<object, Caller>()

/** Remembers what the functions of an area call with, for a client that is just made. */
export function rememberCaller(labkey: object, caller: Caller): void {
  callers.set(labkey, caller)
}

/**
 * Gives what the functions of an area call with.
 *
 * @throws {LabKeyOptionsError} for everything that `createClient` has not made
 */
export function callerOf(labkey: LabKeyClient, where: string): Caller {
  const caller = callers.get(labkey)
  if (caller !== undefined) return caller
  throw new LabKeyOptionsError(`${where} takes a client that createClient has made, then options`)
}
