import { StoreUnavailableError } from '../store/store-unavailable-error.ts'

/** How much is gathered. */
export interface GatherLimits {
  /** Questions in one statement at the most. */
  readonly maxItems: number
  /** Statements under way at a time. */
  readonly maxRunning: number
  /** Questions that may wait; one more is refused at once. */
  readonly maxWaiting: number
}

interface Waiting<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/**
 * Gathers what is asked while others wait for the database into one statement for all of them.
 *
 * Nothing is remembered: each question is answered by a statement that began after it was asked.
 */
export function createGather<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  { maxItems, maxRunning, maxWaiting }: GatherLimits,
): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = []
  let running = 0
  let isDue = false

  function schedule(): void {
    if (isDue || waiting.length === 0 || running >= maxRunning) return
    isDue = true
    // Once everything that came in at the same time has asked.
    setImmediate(() => {
      isDue = false
      void start()
    })
  }

  async function start(): Promise<void> {
    const batch = waiting.slice(0, maxItems)
    waiting = waiting.slice(maxItems)
    running += 1
    schedule()
    try {
      const results = await run(batch.map(({ item }) => item))
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    } finally {
      running -= 1
      schedule()
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= maxWaiting) {
        reject(new StoreUnavailableError({ cause: new Error('Too many wait for the database') }))
        return
      }
      waiting.push({ item, resolve, reject })
      schedule()
    })
}
