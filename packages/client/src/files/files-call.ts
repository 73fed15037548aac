import { askingCall, type Asking } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { Call } from '../call.ts'
import type { LabKeyClient } from '../create-client.ts'
import { explainFailure } from '../explain-failure.ts'
import { NotFound } from '../found.ts'
import { isLabKeyError } from '../labkey-error.ts'
import type { Performed } from '../perform.ts'
import type { Caller } from '../query/ask-query.ts'
import type { Own } from '../takes.ts'
import { parseFilePath, parseRoot, pathText, placeUrl, type FilePath } from './file-place.ts'
import type { FilePlace } from './file-place.ts'

/** What every call about files can be told. */
export interface FilesOptions extends CallOptions {
  /**
   * Which files of the container: `@files`, `@pipeline`, `@filesets/NAME` or `@cloud/NAME`. Default: `@files`.
   */
  readonly root?: string
}

/** The file or folder that a call is about. */
export interface PathOptions extends FilesOptions {
  /** From the root of the container's files, as `raw/plate7.csv`; `/` is the root itself. Not encoded. */
  readonly path: string
}

/** A call about a file or folder, checked. */
export interface FilesCall<Options> {
  readonly caller: Caller
  readonly values: Own<Options>
  readonly place: FilePlace
  /** For a request that sends a file, however large: the call's own `timeoutMs`, else a day. */
  readonly sendTimeoutMs: number
  /** Makes the call for another path of the same root. */
  readonly at: (path: FilePath, changes?: Partial<Call>) => Call
}

const dayMs = 86_400_000

/** Checks the options of a method of this area and writes its call. */
export function filesCall<Options extends FilesOptions & { readonly path?: string }>(
  labkey: LabKeyClient,
  options: Options | undefined,
  asking: Asking<Options>,
): FilesCall<Options> {
  const { caller, call, values } = askingCall(labkey, options, { sends: () => ({}), ...asking })
  const { root = '@files', path = '/' } = values as {
    readonly root?: string
    readonly path?: string
  }
  const place = {
    container: call.container,
    root: parseRoot(root, `${asking.name}: root`),
    path: parseFilePath(path, `${asking.name}: path`),
  }
  const at = (names: FilePath, changes: Partial<Call> = {}): Call => {
    const url = placeUrl(caller.client.base, { ...place, path: names })
    url.search = call.url.search
    return { ...call, url, subject: `${place.root}${pathText(names)}`, ...changes }
  }
  const sendTimeoutMs = options?.timeoutMs ?? dayMs
  return { caller, values, place, sendTimeoutMs, at }
}

/** The same place, for calls that only look: they may be sent again, though the method changes something. */
export function looking<Of extends Pick<FilesCall<object>, 'at'>>(call: Of): Of {
  const look = { method: 'GET', readOnly: true, body: undefined, contentType: undefined } as const
  return {
    ...call,
    at: (path: FilePath, changes?: Partial<Call>) => call.at(path, { ...look, ...changes }),
  }
}

/** The call with other parameters in its address. */
export function withParams(call: Call, params: Readonly<Record<string, string>>): Call {
  const url = new URL(call.url)
  url.search = new URLSearchParams(params).toString()
  return { ...call, url }
}

/** Does something that LabKey may refuse, and says what its statuses mean where files are concerned. */
export async function aboutFiles<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!isLabKeyError(error) || error.status === undefined) throw error
    const { restate } = await import('./restate.ts')
    throw restate(error)
  }
}

/** Reads an answer; what it lacks makes it no answer of LabKey's. */
export async function readAnswer<Result>(
  { value, answer, report }: Performed,
  gives: (value: unknown) => Result,
): Promise<Result> {
  try {
    return gives(value)
  } catch (error) {
    if (!(error instanceof NotFound)) throw error
    throw await explainFailure(report, ({ decodeError }) =>
      decodeError(report, answer, { kind: 'json', value }),
    )
  }
}
