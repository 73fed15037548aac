// How a figure stands to its budget, and the words for it.
import type { Budget, Figure } from './figure.ts'

export interface Verdict {
  /** What the budget speaks of: the figure itself, or its ratio to the peer's. */
  readonly judged?: number
  readonly met?: boolean
}

export function judge({ ours, peer, budget }: Figure): Verdict {
  if (budget === undefined) return {}
  const other = peer?.value ?? Number.NaN
  const judged =
    budget.of === 'ours' ? ours : budget.of === 'ours/peer' ? ours / other : other / ours
  return { judged, met: 'atMost' in budget ? judged <= budget.atMost : judged >= budget.atLeast }
}

/** `at most 3`. */
export function bound(budget: Budget): string {
  return 'atMost' in budget ? `at most ${budget.atMost}` : `at least ${budget.atLeast}`
}

/** Three digits that count: `0.0123`, `1.23`, `12,300`. */
export function round(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 })
}
