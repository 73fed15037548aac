import { readCallOptions, type CallOptions } from './call-options.ts'
import type { Body, Call } from './call.ts'
import { isScalar, type OptionReader } from './check-options.ts'
import { callerOf } from './callers.ts'
import type { LabKeyClient } from './create-client.ts'
import { explainFailure } from './explain-failure.ts'
import { NotFound, readFound, type Found } from './found.ts'
import type { Caller } from './query/ask-query.ts'
import { completeCall } from './request.ts'
import { take, type Own, type Takes } from './takes.ts'

/** What an action is sent; values that are undefined are left out. */
export interface Sent {
  /** Parameters of the URL; a list is a parameter for each of its items. */
  readonly params?: object
  /** One of these at the most. */
  readonly json?: unknown
  readonly form?: object
  readonly multipart?: { readonly contentType: string; readonly body: Body }
}

/** A method of an area: which action it calls, with what. */
export interface Asking<Options> {
  /** As the caller writes it, `containers.getContainers`: for messages. */
  readonly name: string
  readonly takes: Takes<Options>
  /** `CONTROLLER-ACTION`, by what it does: `get` and `read` (a POST) change nothing, `post` does. */
  readonly get?: string
  readonly read?: string
  readonly post?: string
  /** Default: all options by their names, in the URL of a GET, in a JSON body else. */
  readonly sends?: (values: Own<Options>, read: OptionReader) => Sent
}

/** Calls an action of LabKey as a method of an area says, and reads its answer. */
export async function ask<Options extends CallOptions, Result>(
  labkey: LabKeyClient,
  options: Options | undefined,
  asking: Asking<Options>,
  gives: (found: Found, values: Own<Options>) => Result,
): Promise<Result> {
  const { caller, call, values } = askingCall(labkey, options, asking)
  const { value, answer, report } = await caller.perform(call)
  try {
    return gives(readFound(value), values)
  } catch (error) {
    if (!(error instanceof NotFound)) throw error
    throw await explainFailure(report, ({ decodeError }) =>
      decodeError(report, answer, { kind: 'json', value }),
    )
  }
}

/** Checks the options of a method and writes its call. */
export function askingCall<Options extends CallOptions>(
  labkey: LabKeyClient,
  options: Options | undefined,
  asking: Asking<Options>,
): { readonly caller: Caller; readonly call: Call; readonly values: Own<Options> } {
  const { name, takes, get, read: reading, post } = asking
  const caller = callerOf(labkey, name)
  const { values, read } = take(options, name, takes)
  const sent =
    asking.sends?.(values, read) ?? (get === undefined ? { json: values } : { params: values })
  const target = get ?? reading ?? post ?? ''
  const hyphen = target.lastIndexOf('-')
  const call = completeCall(caller.client, {
    ...readCallOptions(read, caller.client),
    method: get === undefined ? 'POST' : 'GET',
    controller: target.slice(0, hyphen),
    action: target.slice(hyphen + 1),
    params: pairsOf(sent.params ?? {}),
    ...(sent.json !== undefined && { json: sent.json }),
    ...(sent.form && { form: pairsOf(sent.form) }),
    ...sent.multipart,
    readOnly: post === undefined,
  })
  return { caller, call, values }
}

/** Writes values as parameters: a list as one for each item, an object as JSON. */
function pairsOf(values: object): readonly (readonly [string, string])[] {
  return Object.entries(values).flatMap(([name, value]: [string, unknown]) => {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value]
    return items
      .filter((item) => item !== undefined)
      .map((item) => [name, isScalar(item) ? String(item) : JSON.stringify(item)] as const)
  })
}
