import { askAction, type JsonAnswer } from '../ask-action.ts'
import type { OptionReader } from '../check-options.ts'
import type { ResolvedClientOptions } from '../client-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import type { Open, Perform } from '../perform.ts'
import type { CallParts } from '../request.ts'
import type { ContainerPath } from '../request-url.ts'

/** What the functions of the client that make calls work with. */
export interface Caller {
  readonly client: ResolvedClientOptions
  readonly perform: Perform
  readonly open: Open
  /** Makes a client of the same credential, connections and cookies. */
  readonly within: (changes: {
    readonly container?: ContainerPath
    readonly signal?: AbortSignal
  }) => LabKeyClient
}

/** Calls an action of the controller `query` whose answer is a JSON object. */
export function askQuery(
  caller: Caller,
  read: OptionReader,
  parts: Omit<CallParts, 'controller' | 'container' | 'timeoutMs' | 'signal'>,
): Promise<JsonAnswer> {
  return askAction(caller, read, { controller: 'query', ...parts })
}

/** Parameters with a value, as texts. */
export function parameters(
  values: Readonly<Record<string, string | number | boolean | undefined>>,
): readonly (readonly [string, string])[] {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, String(value)] as const)
}
