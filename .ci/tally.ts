// Counts of tests, and the line that every run of them ends in.
import { appendFileSync } from 'node:fs'

export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export function sum(tallies: readonly Tally[]): Tally {
  const total = (count: keyof Tally): number => tallies.reduce((n, tally) => n + tally[count], 0)
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') }
}

/**
 * Ends the output with the tests line, sets the exit code, and adds the counts as one line to the file
 * that `WELLKEY_TALLY` names, from which `.ci/run` makes its sum. No test at all is a failure.
 */
export function conclude(tally: Tally): void {
  const { passed, failed, skipped } = tally
  const file = process.env['WELLKEY_TALLY']
  if (file !== undefined) appendFileSync(file, `${passed} ${failed} ${skipped}\n`)
  console.log(`tests: ${passed} passed, ${failed} failed, ${skipped} skipped`)
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1
}
