import type { LabKeyClient } from '../create-client.ts'
import type { Outcome } from './outcome.ts'

/** How many calls at a time, and when to stop. */
export interface FanOutOptions {
  /** The most calls under way at a time. Each server has its client's `maxConcurrent` besides. Default: 4. */
  readonly concurrency?: number
  /**
   * Makes no further call once one has failed; those under way go on to their ends, so that of each write it is
   * known whether it was done. Default: false.
   */
  readonly stopOnError?: boolean
  /** Breaks off the calls under way, and makes no further one. */
  readonly signal?: AbortSignal
}

/** A container of the client's own server, or another client: another server, or another container of it. */
export type Target = string | LabKeyClient

/** One call of a fan-out, made with the client that it is given; a signal stops everything that this client does. */
export type FanOutCall<Value> = (labkey: LabKeyClient) => Promise<Value>

/** The calls whose results are `Values`, in their order. */
export type FanOutCalls<Values extends readonly unknown[]> = {
  readonly [Index in keyof Values]: FanOutCall<Values[Index]>
}

/** What became of the calls whose results are `Values`, in their order. */
export type Outcomes<Values extends readonly unknown[]> = {
  readonly [Index in keyof Values]: Outcome<Values[Index]>
}

/** Calling many servers and containers, or for many things, a few at a time. */
export interface FanOutApi {
  /**
   * Makes a call for each of many containers and servers, a few at a time, and gives what became of each, in the
   * order of the targets. One that fails stops none of the others, unless `stopOnError` says so. Each server gets
   * its own client's credential.
   *
   * Servers: all.
   *
   * @throws whatever else the function throws, an error of its own; calls under way are broken off
   * @example
   * ```ts
   * const other = createClient({ baseUrl: 'https://labkey.example.org' })
   * const outcomes = await labkey.all(['/Demo Study', '/Open Data', other.within('/Trials')], (at) =>
   *   at.query.selectRows({ schemaName: 'lists', queryName: 'Patients' }),
   * )
   * for (const outcome of outcomes) {
   *   if (outcome.status === 'fulfilled') console.log(outcome.container, outcome.value.rows.length)
   *   if (outcome.status === 'rejected') console.warn(outcome.container, outcome.error.message)
   * }
   * ```
   */
  all<Value>(
    targets: readonly Target[],
    call: FanOutCall<Value>,
    options?: FanOutOptions,
  ): Promise<readonly Outcome<Value>[]>
  /**
   * Makes different calls, a few at a time.
   *
   * Servers: all.
   *
   * @example
   * ```ts
   * const [schemas, me] = await labkey.all([
   *   (at) => at.query.getSchemas(),
   *   (at) => at.security.whoAmI(),
   * ])
   * if (me.status === 'fulfilled') console.log(me.value.email)
   * if (schemas.status === 'fulfilled') console.log(schemas.value.length)
   * ```
   */
  all<const Values extends readonly unknown[]>(
    calls: FanOutCalls<Values>,
    options?: FanOutOptions,
  ): Promise<Outcomes<Values>>
  /**
   * Does what `all` does, and gives each outcome as soon as it is there; `index` says whose it is. A new call is
   * made when an outcome has been taken, so that results never pile up. Leaving the loop breaks off the rest.
   *
   * Servers: all.
   *
   * @throws whatever else the function throws
   * @example
   * ```ts
   * const paths = await labkey.containers.getReadableContainers({ container: '/', includeSubfolders: true })
   * for await (const outcome of labkey.each(paths, (at) => at.query.getSchemas(), { concurrency: 2 })) {
   *   if (outcome.status === 'fulfilled') console.log(outcome.container, outcome.value.length)
   * }
   * ```
   */
  each<Value>(
    targets: readonly Target[],
    call: FanOutCall<Value>,
    options?: FanOutOptions,
  ): AsyncGenerator<Outcome<Value>, undefined>
}
