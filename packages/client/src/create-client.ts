import { fromValue, type Credential } from '@wellkey/credentials'
import { resolveClientOptions, type ClientOptions } from './client-options.ts'
import { createCore } from './create-core.ts'
import type { RequestOptions } from './request.ts'
import { containerText } from './request-url.ts'
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
export interface LabKeyClient extends Areas {
  /** The server with its context path, without a slash at its end. */
  readonly baseUrl: string
  /** The container of calls that name none, as `/Demo Study`. */
  readonly container: string
  /**
   * The credential that the client uses, looked for on first use; `undefined` for an anonymous
   * client. Its secret prints as `****`, its source says where it came from.
   */
  credential(): Promise<Credential | undefined>
  /**
   * Calls any action and answers with its JSON; the type of the answer is the caller's to know.
   * A 204 answers with `undefined`.
   */
  request<Answer = unknown>(options: RequestOptions): Promise<Answer>
  /**
   * Calls any action and answers as soon as the head of its answer is there; the bytes, of any number, are read
   * by the caller. A status from 400 on is an error as ever; what a body below that says, a page of HTML or an
   * `exception` in JSON, is the caller's to see.
   *
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
  const resolved = resolveClientOptions(options)
  const core = createCore(resolved)
  const { perform, open } = core
  const caller = { client: resolved, perform, open }
  const labkey: LabKeyClient = Object.freeze<LabKeyClient>({
    baseUrl: core.server,
    container: containerText(resolved.container),
    credential: core.credential,
    request: core.request,
    open: core.openAnswer,
    query: createQueryApi(caller),
    keys: createKeysApi(caller, (key) => createClient({ ...options, credentials: fromValue(key) })),
    ...createAreas(() => labkey),
  })
  rememberCaller(labkey, caller)
  return labkey
}
