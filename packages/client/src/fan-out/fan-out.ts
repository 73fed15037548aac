import { CredentialError } from '@wellkey/credentials'
import { callerOf } from '../callers.ts'
import { kindOf, ownOptions, readOptions } from '../check-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { isLabKeyError } from '../labkey-error.ts'
import { LabKeyOptionsError } from '../labkey-options-error.ts'
import type { FanOutCall, FanOutOptions, Target } from './fan-out-api.ts'
import type { Outcome, Place } from './outcome.ts'

/** The arguments of `labkey.all` and `labkey.each`, in either of their forms. */
export type FanOutArguments = readonly [
  targets: readonly (Target | FanOutCall<unknown>)[],
  callOrOptions?: FanOutCall<unknown> | FanOutOptions,
  options?: FanOutOptions,
]

interface Task {
  readonly at: LabKeyClient
  readonly call: FanOutCall<unknown>
}

/**
 * Makes calls, a few at a time, and gives what became of each when it is there: LabKey's `MultiRequest`
 * (labkey-api-js 1.35.3, `src/labkey/MultiRequest.ts`) with bounds. Nothing is sent before the first outcome is
 * asked for.
 */
export async function* fanOut(
  labkey: LabKeyClient,
  where: 'all' | 'each',
  given: FanOutArguments,
): AsyncGenerator<Outcome<unknown>, undefined> {
  const { tasks, concurrency, stopOnError, signal: asked } = readArguments(labkey, where, given)
  const left = new AbortController()
  const signal = asked === undefined ? left.signal : AbortSignal.any([left.signal, asked])
  const underWay = new Map<number, Promise<Outcome<unknown>>>()
  let next = 0
  let stopped = false
  try {
    for (;;) {
      for (; next < tasks.length && underWay.size < concurrency; next++) {
        const task = tasks[next]
        if (stopped || signal.aborted || task === undefined) break
        underWay.set(next, run(task, next, signal))
      }
      if (underWay.size === 0) break
      const outcome = await Promise.race(underWay.values())
      underWay.delete(outcome.index)
      stopped ||= stopOnError && outcome.status === 'rejected'
      yield outcome
    }
    for (const { at } of tasks.slice(next)) yield { status: 'skipped', ...placeOf(at, next++) }
  } finally {
    left.abort()
    await Promise.allSettled(underWay.values())
  }
}

/** Makes calls as {@link fanOut} does, and gives what became of each in the order of the list. */
export async function all(
  labkey: LabKeyClient,
  given: FanOutArguments,
): Promise<readonly Outcome<unknown>[]> {
  const outcomes: Outcome<unknown>[] = []
  for await (const outcome of fanOut(labkey, 'all', given)) outcomes[outcome.index] = outcome
  return outcomes
}

async function run(
  { at, call }: Task,
  index: number,
  signal: AbortSignal,
): Promise<Outcome<unknown>> {
  const place = placeOf(at, index)
  try {
    const value = await call(callerOf(at, 'all').within({ signal }))
    return { status: 'fulfilled', ...place, value }
  } catch (error) {
    if (isLabKeyError(error) || error instanceof CredentialError) {
      return { status: 'rejected', ...place, error }
    }
    throw error
  }
}

function placeOf({ baseUrl, container }: LabKeyClient, index: number): Place {
  return { index, baseUrl, container }
}

function readArguments(
  labkey: LabKeyClient,
  where: string,
  [targets, second, third]: FanOutArguments,
): {
  readonly tasks: readonly Task[]
  readonly concurrency: number
  readonly stopOnError: boolean
  readonly signal: AbortSignal | undefined
} {
  if (!Array.isArray(targets)) {
    throw new LabKeyOptionsError(
      `${where}: targets must be an array of containers and clients, not ${kindOf(targets)}`,
    )
  }
  const items: readonly unknown[] = targets
  const isCalls = where === 'all' && items.every((item) => typeof item === 'function')
  const call = typeof second === 'function' ? second : undefined
  if (call === undefined && !isCalls) {
    throw new LabKeyOptionsError(`${where}: call must be a function, not ${kindOf(second)}`)
  }
  const options: unknown = call === undefined ? second : third
  const own = ownOptions(options ?? {}, where, ['concurrency', 'stopOnError', 'signal'])
  const read = readOptions(own, where)
  return {
    tasks: items.map((item, index) =>
      call === undefined
        ? { at: labkey, call: item as FanOutCall<unknown> }
        : { at: clientOf(labkey, item, `${where}: targets[${index}]`), call },
    ),
    concurrency: read.integer('concurrency', 1) ?? 4,
    stopOnError: read.flag('stopOnError') ?? false,
    signal: read.signal('signal'),
  }
}

function clientOf(labkey: LabKeyClient, item: unknown, where: string): LabKeyClient {
  if (typeof item === 'string' && item !== '') return labkey.within(item)
  if (typeof item !== 'object' || item === null) {
    throw new LabKeyOptionsError(`${where} must be a container or a client, not ${kindOf(item)}`)
  }
  const client = item as LabKeyClient
  // What createClient has not made is refused before anything is sent.
  callerOf(client, where)
  return client
}
