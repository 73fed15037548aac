// Runs named steps one after the other, one line each, and shows the output of those that fail.
import { stripVTControlCharacters, styleText } from 'node:util'
import { sum, type Tally } from './tally.ts'

export interface Step {
  readonly name: string
  /** Steps that must have passed; otherwise this one fails without being run. */
  readonly needs?: readonly string[]
  readonly run: () => Promise<StepResult>
}

export interface StepResult {
  readonly tally: Tally
  /** A few words for the step's line. */
  readonly note?: string
  /** Shown in full when the step failed. */
  readonly output: string
  /** Titles of the tests that were skipped. */
  readonly skips?: readonly string[]
}

/** The result of a step that is one check: it counts as one test. */
export function oneCheck(ok: boolean, output: string, note = ''): StepResult {
  return { tally: { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }, output, note }
}

/**
 * Runs all steps, also after one has failed, and returns the counts of all.
 *
 * With `WELLKEY_REQUIRE_SYSTEM=1` the machine has every system part, so a skipped test counts as failed.
 */
export async function runSteps(steps: readonly Step[]): Promise<Tally> {
  const mayNotSkip = process.env['WELLKEY_REQUIRE_SYSTEM'] === '1'
  const width = Math.max(...steps.map((step) => step.name.length))
  const failed = new Set<string>()
  const skips = new Set<string>()
  const tallies: Tally[] = []
  for (const step of steps) {
    const start = performance.now()
    const label = step.name.padEnd(width)
    const stopClock = showClock(label, start)
    const result = await attempt(step, failed)
    stopClock()
    for (const title of result.skips ?? []) skips.add(title)
    const tally = mayNotSkip ? skipsAsFailures(result.tally) : result.tally
    tallies.push(tally)
    if (tally.failed > 0) failed.add(step.name)
    const verdict = tally.failed > 0 ? color('red', 'FAILED') : color('green', 'ok'.padEnd(6))
    console.log(`${label}  ${seconds(start)}  ${verdict}  ${result.note ?? ''}`.trimEnd())
    if (result.tally.failed > 0 && result.output !== '') show(result.output)
  }
  if (skips.size > 0) console.log(listSkips(skips, mayNotSkip))
  if (failed.size > 0) console.log(`\nfailed: ${[...failed].join(', ')}`)
  return sum(tallies)
}

async function attempt(step: Step, failed: ReadonlySet<string>): Promise<StepResult> {
  const missing = step.needs?.find((name) => failed.has(name))
  if (missing !== undefined) return oneCheck(false, '', `not run: ${missing} failed`)
  try {
    return await step.run()
  } catch (error) {
    return oneCheck(false, error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
}

function skipsAsFailures({ passed, failed, skipped }: Tally): Tally {
  return { passed, failed: failed + skipped, skipped: 0 }
}

function listSkips(titles: ReadonlySet<string>, mayNotSkip: boolean): string {
  const head = mayNotSkip
    ? 'skipped, which counts as failed with WELLKEY_REQUIRE_SYSTEM=1:'
    : 'skipped:'
  return `\n${color(mayNotSkip ? 'red' : 'yellow', head)}\n  ${[...titles].join('\n  ')}`
}

function seconds(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s`
}

/** Keeps the running step and its time in sight on a terminal. */
function showClock(label: string, start: number): () => void {
  if (!process.stdout.isTTY) return () => {}
  const tick = (): boolean => process.stdout.write(`\r${label}  ${seconds(start)}  `)
  tick()
  const timer = setInterval(tick, 100)
  return () => {
    clearInterval(timer)
    process.stdout.write('\r\u001B[K')
  }
}

function show(output: string): void {
  const text = output.trim()
  console.log(`\n${isPlain() ? stripVTControlCharacters(text) : text}\n`)
}

function color(name: 'green' | 'red' | 'yellow', text: string): string {
  return isPlain() ? text : styleText(name, text, { validateStream: false })
}

function isPlain(): boolean {
  return !process.stdout.isTTY || Boolean(process.env['NO_COLOR'])
}
