/** What an edit writes; a value that is not given stays as it is. */
export interface NetrcValues {
  /** A host name or an IPv6 address without brackets; no port, since the format has none. */
  readonly host: string
  readonly login?: string
  readonly password?: string
  readonly account?: string
}

/** The values of an entry, in the order in which they are written. */
export const valueFields = ['login', 'password', 'account'] as const

/** The name of a value of an entry. */
export type ValueField = (typeof valueFields)[number]
