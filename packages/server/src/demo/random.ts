/** A stream of pseudo-random choices that is the same for the same seed. */
export interface Random {
  /** From 0 up to but without 1. */
  readonly next: () => number
  /** Whole number, both ends included. */
  readonly int: (low: number, high: number) => number
  /** Around a mean, roughly bell-shaped. */
  readonly around: (mean: number, deviation: number) => number
  readonly pick: <Item>(items: readonly [Item, ...Item[]]) => Item
}

/** Returns a stream by mulberry32. Not for secrets. */
export function createRandom(seed: number): Random {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    around: (mean, deviation) => mean + (next() + next() + next() + next() - 2) * 1.7 * deviation,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  }
}
