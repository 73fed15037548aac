/**
 * Calls functions of a module that is loaded with the first call. The options are copied before that: what a
 * program changes in them after its call is none of the call's.
 */
export interface Use<Functions> {
  <Options, Result>(options: Options, call: Call<Functions, Options, Result>): Promise<Result>
  /** Copies the options now; nothing else is done before the function that it gives is called. */
  later<Options, Result>(
    options: Options,
    call: Call<Functions, Options, Result>,
  ): () => Promise<Result>
}

type Call<Functions, Options, Result> = (
  functions: Functions,
  own: Options,
) => Result | Promise<Result>

/** Makes the {@link Use} of a module. A load that failed is tried again by the next call. */
export function createUse<Functions>(load: () => Promise<Functions>): Use<Functions> {
  let loaded: Promise<Functions> | undefined
  const functions = () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined
      throw error
    })
    return loaded
  }
  const later: Use<Functions>['later'] = (options, call) => {
    const own = copyOf(options)
    return async () => call(await functions(), own)
  }
  const now = <Options, Result>(options: Options, call: Call<Functions, Options, Result>) =>
    later(options, call)()
  return Object.assign(now, { later })
}

/** What is no object of options goes on to be refused. */
function copyOf<Options>(options: Options): Options {
  const isOptions = typeof options === 'object' && options !== null && !Array.isArray(options)
  // Own properties only, so that nothing comes from a polluted prototype.
  return isOptions ? (Object.assign(Object.create(null), options) as Options) : options
}
