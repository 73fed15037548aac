/**
 * What went wrong.
 *
 * - `ERR_NETRC_ENCODING`: the source is UTF-16, which no netrc reader understands
 * - `ERR_NETRC_TOO_LARGE`: the source is longer than the caller's bound
 * - `ERR_NETRC_ENTRY`: the entry asked for is there but unusable
 * - `ERR_NETRC_VALUE`: a value has no spelling in a netrc file
 * - `ERR_NETRC_NOT_FOUND`: there is no such file
 * - `ERR_NETRC_NOT_FILE`: the path leads to a folder, pipe or device, or to nothing
 * - `ERR_NETRC_INSECURE`: others can read the file, or it belongs to somebody else
 * - `ERR_NETRC_READ`, `ERR_NETRC_WRITE`: the operating system refused
 * - `ERR_NETRC_HARD_LINK`: the file has a second name, which a safe save would leave behind
 * - `ERR_NETRC_LOCKED`: another program holds the lock
 * - `ERR_NETRC_CHANGED`: a program that takes no lock changed the file meanwhile
 * - `ERR_NETRC_GPG`: gpg is missing, or could not decrypt or encrypt the file
 */
export type NetrcErrorCode =
  | 'ERR_NETRC_ENCODING'
  | 'ERR_NETRC_TOO_LARGE'
  | 'ERR_NETRC_ENTRY'
  | 'ERR_NETRC_VALUE'
  | 'ERR_NETRC_NOT_FOUND'
  | 'ERR_NETRC_NOT_FILE'
  | 'ERR_NETRC_INSECURE'
  | 'ERR_NETRC_READ'
  | 'ERR_NETRC_WRITE'
  | 'ERR_NETRC_HARD_LINK'
  | 'ERR_NETRC_LOCKED'
  | 'ERR_NETRC_CHANGED'
  | 'ERR_NETRC_GPG'

/** Where an error lies; what is known of it. */
export interface NetrcErrorPlace {
  readonly path?: string
  /** From 1. */
  readonly line?: number
  /** From 1, in UTF-16 code units. */
  readonly column?: number
  readonly cause?: unknown
}

/** The one error class of this package; tell cases apart by `code`. Never holds a value's text. */
export class NetrcError extends Error {
  override readonly name = 'NetrcError'
  readonly code: NetrcErrorCode
  readonly path?: string
  readonly line?: number
  readonly column?: number

  constructor(code: NetrcErrorCode, message: string, { cause, ...place }: NetrcErrorPlace = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    Object.assign(this, place)
  }
}
