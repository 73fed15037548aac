/** Runs work in a few slots at a time. */
export interface Slots {
  /** Runs the work when a slot is free, or returns `undefined` if too much is waiting already. */
  readonly run: <Result>(work: () => Promise<Result>) => Promise<Result | undefined>
}

/** Returns slots for `running` pieces of work at once, with at most `waiting` more in a queue. */
export function createSlots(running: number, waiting: number): Slots {
  let free = running
  const queue: (() => void)[] = []
  return {
    run: async (work) => {
      if (free > 0) free -= 1
      else if (queue.length >= waiting) return undefined
      else await new Promise<void>((start) => queue.push(start))
      try {
        return await work()
      } finally {
        // The slot goes to the next in the queue, or back.
        const next = queue.shift()
        if (next) next()
        else free += 1
      }
    },
  }
}
