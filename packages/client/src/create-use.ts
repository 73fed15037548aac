import { ownCopy } from './own-copy.ts'

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
  let loading: Promise<Functions> | undefined
  let loaded: Functions | undefined
  const functions = async () => {
    loading ??= load()
    try {
      loaded = await loading
      return loaded
    } catch (error) {
      loading = undefined
      throw error
    }
  }
  const later: Use<Functions>['later'] = (options, call) => {
    const own = copyOf(options)
    return async () => {
      const result = call(loaded ?? (await functions()), own)
      return result instanceof Promise ? await result : result
    }
  }
  const now = <Options, Result>(options: Options, call: Call<Functions, Options, Result>) =>
    later(options, call)()
  return Object.assign(now, { later })
}

/** What is no object or list goes on to be refused. */
export function copyOf<Given>(given: Given): Given {
  if (typeof given !== 'object' || given === null) return given
  return Array.isArray(given) ? (given.slice() as Given) : ownCopy(given)
}
