import { decodeError } from '../answer-error.ts'
import { readCallOptions } from '../call-options.ts'
import type { OptionReader } from '../check-options.ts'
import type { ResolvedClientOptions } from '../client-options.ts'
import type { LabKeyError } from '../labkey-error.ts'
import type { Open, Perform } from '../perform.ts'
import { isObject, type Json } from '../read-json.ts'
import { completeCall, type CallParts } from '../request.ts'

/** What the functions of the client that make calls work with. */
export interface Caller {
  readonly client: ResolvedClientOptions
  readonly perform: Perform
  readonly open: Open
}

/** The answer to a question, an object, and the error for those who find another one in it. */
export interface JsonAnswer {
  readonly value: Json
  readonly unreadable: () => LabKeyError
}

/** Calls an action of the controller `query` whose answer is a JSON object. */
export async function askQuery(
  { client, perform }: Caller,
  read: OptionReader,
  parts: Omit<CallParts, 'controller' | 'container' | 'timeoutMs' | 'signal'>,
): Promise<JsonAnswer> {
  const call = completeCall(client, {
    controller: 'query',
    ...readCallOptions(read, client),
    ...parts,
  })
  const { value, answer, report } = await perform(call)
  const unreadable = () => decodeError(report, answer, { kind: 'json', value })
  if (!isObject(value)) throw unreadable()
  return { value, unreadable }
}

/** Parameters with a value, as texts. */
export function parameters(
  values: Readonly<Record<string, string | number | boolean | undefined>>,
): readonly (readonly [string, string])[] {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, String(value)] as const)
}
