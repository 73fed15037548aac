// What a benchmark measures, and the samplers that keep a noisy machine out of the figures.

/** One measured line. `ours` and `peer` are in `unit`; what is judged is `judged` against `bound`. */
export interface Figure {
  /** What was measured, with its size: `parse, 10,000 entries`. */
  readonly name: string
  /** `ms`, `us`, `MB`, `req/s`, `KB` … */
  readonly unit: string
  readonly ours: number
  /** The same work done by something else in the same run. */
  readonly peer?: { readonly name: string; readonly value: number }
  readonly budget?: Budget
  /** A point of a curve: the figures of one `curve` at several sizes are drawn as lines. */
  readonly growth?: Growth
}

/** `{ curve: 'Parsing a netrc file', along: 'entries', at: 1000 }`. */
export interface Growth {
  readonly curve: string
  readonly along: string
  readonly at: number
}

/** `atMost: 3, of: 'ours/peer'`: three times the peer's figure at the most. */
export type Budget = { readonly of: 'ours' | 'ours/peer' | 'peer/ours' } & (
  | { readonly atMost: number }
  | { readonly atLeast: number }
)

/** A `*.bench.ts` file exports `figures: Figures`. It runs on the built packages, in a process of its own. */
export type Figures = () => AsyncGenerator<Figure>

export interface PairedOptions {
  /** Default 15. */
  readonly rounds?: number
  /** Rounds that are not counted. Default 3. */
  readonly warmUp?: number
}

type Work = () => unknown

/**
 * The median wall time in milliseconds of each piece of work. All are run in turn in each round, so that
 * what else the machine does hits each alike. Work may return a promise, which is waited for.
 */
export async function medianMs<Name extends string>(
  works: Readonly<Record<Name, Work>>,
  options: PairedOptions = {},
): Promise<Record<Name, number>> {
  const { rounds = 15, warmUp = 3 } = options
  const entries = Object.entries(works) as [Name, Work][]
  const samples = new Map<Name, number[]>(entries.map(([name]) => [name, []]))
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [name, work] of entries) {
      globalThis.gc?.()
      const start = performance.now()
      await work()
      const took = performance.now() - start
      if (round >= 0) samples.get(name)?.push(took)
    }
  }
  const medians = [...samples].map(([name, values]) => [name, median(values)])
  return Object.fromEntries(medians) as Record<Name, number>
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

/** User and system CPU time of this process for the work, in microseconds. */
export async function cpuUs(work: Work): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}
