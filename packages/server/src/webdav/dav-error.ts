/** A WebDAV request that cannot be done, with its status (contract 5.6). */
export class DavError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'DavError'
    this.status = status
  }
}
