/**
 * Thrown by a store that cannot do its work now. Nothing was changed, unless a connection to it broke
 * while it was asked to: then nobody can know.
 */
export class StoreUnavailableError extends Error {
  constructor(options?: ErrorOptions) {
    super('The store cannot be used now', options)
    this.name = 'StoreUnavailableError'
  }
}
