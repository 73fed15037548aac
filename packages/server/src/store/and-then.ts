import type { Awaitable } from './store.ts'

/** Goes on with a value: at once if it is there, so that a store in memory makes nobody wait. */
export function andThen<Value, Next>(
  value: Awaitable<Value>,
  goOn: (value: Value) => Awaitable<Next>,
): Awaitable<Next> {
  return value instanceof Promise ? value.then(goOn) : goOn(value)
}
