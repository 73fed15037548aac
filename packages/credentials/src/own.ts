/**
 * A copy of an options object that has its own properties only, so that a polluted
 * `Object.prototype.key` never becomes the credential.
 */
export function own<Options extends object>(options: Options): Options {
  return Object.assign(Object.create(null) as Options, options)
}
