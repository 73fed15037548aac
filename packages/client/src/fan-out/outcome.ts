import type { CredentialError } from '@wellkey/credentials'
import type { LabKeyError } from '../labkey-error.ts'

/** Which call of a fan-out it is, and where it went. */
export interface Place {
  /** In the list that the fan-out was given, from 0. */
  readonly index: number
  /** Of the server, without a slash at its end. */
  readonly baseUrl: string
  /** As `/Demo Study`. */
  readonly container: string
}

/** A call that is done. */
export interface FulfilledOutcome<Value> extends Place {
  readonly status: 'fulfilled'
  readonly value: Value
}

/** A call that failed, of itself or because the signal stopped it (`ERR_LABKEY_ABORTED`). */
export interface RejectedOutcome extends Place {
  readonly status: 'rejected'
  /** A `CredentialError` where the search for the server's credential failed. */
  readonly error: LabKeyError | CredentialError
}

/** A call that was never made: the fan-out had been stopped before its turn. */
export interface SkippedOutcome extends Place {
  readonly status: 'skipped'
}

/** What became of one call of a fan-out. */
export type Outcome<Value> = FulfilledOutcome<Value> | RejectedOutcome | SkippedOutcome
