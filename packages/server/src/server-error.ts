/** What went wrong with the server object itself, as opposed to an answer on the wire. */
export type ServerErrorCode = 'ERR_SERVER_OPTIONS' | 'ERR_SERVER_LISTEN' | 'ERR_SERVER_DATABASE'

/**
 * Thrown by `createServer()` and `listen()` when they are used in a way that cannot work.
 *
 * `ERR_SERVER_OPTIONS`: an option contradicts another or names something that is not there.
 * `ERR_SERVER_LISTEN`: the address is not on this machine's loopback, or is taken.
 * `ERR_SERVER_DATABASE`: the database is out of reach, newer than this program, or of another secret.
 * The message names the option and never repeats a password.
 */
export class ServerError extends Error {
  readonly code: ServerErrorCode

  constructor(code: ServerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ServerError'
    this.code = code
  }
}
