/** A value, or a promise of it. */
export type Awaitable<Value> = Value | Promise<Value>

/**
 * Work written once and run in two ways: it gives away each promise it has to wait for, so
 * {@link runAsync} awaits it, and {@link runSync} runs the same steps where no promise comes up.
 */
export type Sequence<Result> = Generator<Promise<unknown>, Result, unknown>

/** Waits, inside a sequence, for what may be a promise. */
export function* wait<Value>(value: Awaitable<Value>): Sequence<Value> {
  return value instanceof Promise ? ((yield value) as Value) : value
}

/** Runs a sequence; the event loop turns at least once, so that a caller's loop starves nobody. */
export async function runAsync<Result>(sequence: Sequence<Result>): Promise<Result> {
  const turn = new Promise(setImmediate)
  try {
    let step = sequence.next()
    while (step.done !== true) {
      let value: unknown
      try {
        value = await step.value
      } catch (error) {
        step = sequence.throw(error)
        continue
      }
      step = sequence.next(value)
    }
    return step.value
  } finally {
    await turn
  }
}

/**
 * Runs a sequence on ports that answer at once.
 *
 * @throws {TypeError} when the sequence has to wait for a promise, after it tidied up
 */
export function runSync<Result>(sequence: Sequence<Result>): Result {
  let step = sequence.next()
  if (step.done === true) return step.value
  const misuse = new TypeError('A synchronous call needs ports that return no promise')
  try {
    while (step.done !== true) {
      step.value.catch(() => undefined)
      step = sequence.throw(misuse)
    }
  } catch {
    // The sequence tidied up, and put the misuse in words of its own.
  }
  throw misuse
}
