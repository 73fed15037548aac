import type { LabKeyDate } from '../query/dates.ts'

/** An API key as the server lists it. The key itself is never shown again. */
export interface KeyInfo {
  /** What `delete` and `rotate` take. */
  readonly rowId: number
  readonly description?: string
  readonly created?: LabKeyDate
  /** Absent: it does not expire. */
  readonly expires?: LabKeyDate
  /**
   * From now on, by the server's own clock; negative for a key that has expired. To the hour, since
   * LabKey's dates have no zone and a change to summer time may lie between.
   */
  readonly expiresInMs?: number
  /** LabKey notes it every ten minutes at most. Absent: never used, or a server before 24.10. */
  readonly lastUsed?: LabKeyDate
  /** The id of the user whose key it is; in lists of all users' keys. */
  readonly createdBy?: number
}
