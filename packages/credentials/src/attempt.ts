import type { Credential, SourceKind } from './credential.ts'

/**
 * What one source answered.
 *
 * - `found`: it has the credential that is used
 * - `shadowed`: it has one too, but an earlier source won
 * - `not here`: it has none for this server
 * - `skipped`: it has something that must not be used for this server, or it was not asked
 * - `failed`: it is broken, and the search stopped there
 */
export type Outcome = 'found' | 'shadowed' | 'not here' | 'skipped' | 'failed'

/** One line of the explanation of a search. Never holds a secret. */
export interface Attempt {
  readonly source: SourceKind
  /** Variable names, a file with its line, a keychain service, a program. */
  readonly place: string
  readonly outcome: Outcome
  /** Why, for people: `not set`, `no entry for machine labkey.example.org`. */
  readonly reason?: string
  /**
   * How long the source took, in milliseconds. A provider need not say it: `chain`,
   * `resolveCredential` and `explain` fill it in.
   */
  readonly durationMs?: number
}

/** What a provider is asked: the server, and where to report what was looked at. */
export interface CredentialRequest {
  /** The server's base URL. */
  readonly url: URL
  /** Called once for every place that was looked at, in order. Default: nobody listens. */
  readonly onAttempt?: (attempt: Attempt) => void
  /**
   * Called with each file that the answer depends on, before the file is read, and when it does not
   * exist too. `cached` asks again when one of them has changed. Default: nobody listens.
   */
  readonly onFile?: (path: string) => void
  /** An answer that was kept must not be used, as after the server refused it. Default: false. */
  readonly refresh?: boolean
}

/**
 * A source of credentials. It answers in three ways: a credential is here, `undefined` is "not
 * here, ask the next", and a throw stops the search, because the source is broken.
 */
export type CredentialProvider = (request: CredentialRequest) => Promise<Credential | undefined>
