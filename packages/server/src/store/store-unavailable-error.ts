/** Thrown by a store that cannot do its work now; nothing was changed. */
export class StoreUnavailableError extends Error {
  constructor(options?: ErrorOptions) {
    super('The store cannot be used now', options)
    this.name = 'StoreUnavailableError'
  }
}
