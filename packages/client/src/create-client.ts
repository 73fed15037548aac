import { fromValue, type Credential } from '@wellkey/credentials'
import { readOptions } from './check-options.ts'
import {
  resolveClientOptions,
  type ClientOptions,
  type ResolvedClientOptions,
} from './client-options.ts'
import { createCore, type Core } from './create-core.ts'
import { createUse } from './create-use.ts'
import { createFanOutApi } from './fan-out/create-fan-out-api.ts'
import type { FanOutApi } from './fan-out/fan-out-api.ts'
import type { Caller } from './query/ask-query.ts'
import type { RequestOptions } from './request.ts'
import { containerText, parseContainer } from './request-url.ts'
import type { StreamedAnswer } from './streamed-answer.ts'
import { rememberCaller } from './callers.ts'
import { createAreas, type Areas } from './create-areas.ts'
import { createKeysApi, type KeysApi } from './keys/keys-api.ts'
import { createQueryApi, type QueryApi } from './query/query-api.ts'

/**
 * A client of one LabKey server, under one credential.
 *
 * Every function rejects with a `LabKeyError`, or with the `CredentialError` of the search for a
 * credential, before any request is sent.
 */
export interface LabKeyClient extends Areas, FanOutApi {
  /** The server with its context path, without a slash at its end. */
  readonly baseUrl: string
  /** The container of calls that name none, as `/Demo Study`. */
  readonly container: string
  /**
   * The credential that the client uses, looked for on first use; `undefined` for an anonymous
   * client. Its secret prints as `****`, its source says where it came from.
   *
   * Servers: all; nothing is sent.
   *
   * @throws {CredentialError} for a source that is there and cannot be used, and when no source has one
   * @example
   * ```ts
   * const credential = await labkey.credential()
   * if (credential !== undefined) console.log(describeSource(credential.source))
   * ```
   */
  credential(): Promise<Credential | undefined>
  /**
   * Gives the same client for calls in another container: of the same credential, connections and cookies.
   *
   * Servers: all.
   *
   * @throws {LabKeyOptionsError} for what is no path of a container
   * @example
   * ```ts
   * const archive = labkey.within('/Demo Study/Archive')
   * const { rows } = await archive.query.selectRows({ schemaName: 'lists', queryName: 'Patients' })
   * ```
   */
  within(container: string): LabKeyClient
  /**
   * Calls any action and answers with its JSON; the type of the answer is the caller's to know.
   * A 204 answers with `undefined`.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for an action that is not there
   * @example
   * ```ts
   * const { schemas } = await labkey.request<{ schemas: object }>({
   *   controller: 'query',
   *   action: 'getSchemas',
   * })
   * console.log(Object.keys(schemas))
   * ```
   */
  request<Answer = unknown>(options: RequestOptions): Promise<Answer>
  /**
   * Calls any action and answers as soon as the head of its answer is there; the bytes, of any number, are read
   * by the caller. A status from 400 on is an error as ever; what a body below that says, a page of HTML or an
   * `exception` in JSON, is the caller's to see.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for an action that is not there
   * @example
   * ```ts
   * const { body } = await labkey.open({ controller: 'list', action: 'exportListArchive' })
   * await pipeline(body, createWriteStream('lists.zip'))
   * ```
   */
  open(options: RequestOptions): Promise<StreamedAnswer>
  readonly query: QueryApi
  readonly keys: KeysApi
}

/**
 * Makes a client. It sends nothing and reads no file before its first call.
 *
 * @throws {LabKeyOptionsError} `ERR_LABKEY_OPTIONS` for a missing base URL or a wrong option
 * @throws {CredentialError} `ERR_CREDENTIAL_URL` for a base URL that must not be used with a key
 * @example
 * ```ts
 * const labkey = createClient({ baseUrl: 'https://labkey.example.org', container: '/Demo Study' })
 * const { rows } = await labkey.query.selectRows({ schemaName: 'lists', queryName: 'Patients' })
 * ```
 */
export function createClient(options: ClientOptions = {}): LabKeyClient {
  const client = resolveClientOptions(options)
  return clientOf(options, client, createCore(client))
}

function clientOf(options: ClientOptions, client: ResolvedClientOptions, core: Core): LabKeyClient {
  const { server, perform, open, credential } = core
  const caller: Caller = {
    client,
    perform,
    open,
    within: (changes) => clientOf(options, { ...client, ...changes }, core),
  }
  const use = createUse(() => import('./request-functions.ts'))
  const labkey: LabKeyClient = Object.freeze<LabKeyClient>({
    baseUrl: server,
    container: containerText(client.container),
    credential,
    within: (container) =>
      caller.within({
        container: parseContainer(readOptions({ container }, 'within').requiredText('container')),
      }),
    request: <Answer>(asked: RequestOptions) =>
      use(asked, ({ request }, own) => request<Answer>(own, caller)),
    open: (asked) => use(asked, (functions, own) => functions.open(own, caller)),
    ...createFanOutApi(() => labkey, use),
    query: createQueryApi(caller),
    keys: createKeysApi(caller, (key) => createClient({ ...options, credentials: fromValue(key) })),
    ...createAreas(() => labkey),
  })
  rememberCaller(labkey, caller)
  return labkey
}
