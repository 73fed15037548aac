import type { Credential } from '@wellkey/credentials'
import { resolveClientOptions, type ClientOptions } from './client-options.ts'
import { createIdentities } from './identity.ts'
import { createPerform } from './perform.ts'
import { buildCall, type RequestOptions } from './request.ts'
import { containerText } from './request-url.ts'
import type { QueryRow, SelectRowsResult } from './rows.ts'
import { selectRows, type SelectRowsOptions } from './select-rows.ts'
import { createTransport } from './transport.ts'
import { whoAmI, type User } from './who-am-i.ts'

/**
 * A client of one LabKey server, under one credential.
 *
 * Every function rejects with a `LabKeyError`, or with the `CredentialError` of the search for a
 * credential, before any request is sent.
 */
export interface LabKeyClient {
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
  readonly query: {
    /** Reads rows of a table or query. All of them, unless `maxRows` says otherwise. */
    selectRows<Row = QueryRow>(options: SelectRowsOptions): Promise<SelectRowsResult<Row>>
  }
  readonly security: {
    /** Asks the server who the client is; being a guest in spite of a credential is an error. */
    whoAmI(): Promise<User>
  }
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
  const { base, credentials, timing, retry } = resolved
  const server = base.href.replace(/\/$/, '')
  const identities = createIdentities({ base, credentials, now: timing.now })
  const transport = createTransport(resolved)
  const perform = createPerform({ base, server, identities, transport, retry, timing })
  return Object.freeze({
    baseUrl: server,
    container: containerText(resolved.container),
    credential: async () => (await identities.current()).credential,
    request: async <Answer>(request: RequestOptions) => {
      const { value } = await perform(buildCall(request, resolved))
      // The caller says what the action answers; the wire cannot.
      return value as Answer
    },
    query: Object.freeze({
      selectRows: async <Row = QueryRow>(request: SelectRowsOptions) =>
        selectRows<Row>(request, resolved, perform),
    }),
    security: Object.freeze({ whoAmI: async () => whoAmI(resolved, perform) }),
  })
}
