/** Stands for a connection that ended without an answer, where there is no connection: in `fetch()`. */
export class ConnectionDroppedError extends TypeError {
  constructor() {
    // The words and the class of the platform's own fetch.
    super('fetch failed', { cause: new Error('The connection was dropped by a fault rule') })
    this.name = 'ConnectionDroppedError'
  }
}
