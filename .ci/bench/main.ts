// `npm run bench [-- WORD...] [-- --json]`: builds the packages and measures them beside their peers, one line a figure.
// A word picks the suites whose name (`netrc/parse`) holds it. A budget that is missed is reported; it fails nothing.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { build } from '../build.ts'
import { packages, root } from '../packages.ts'
import type { Budget, Figure } from './figure.ts'

const { values, positionals: words } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const files = packages
  .map(({ folder }) => join(folder, 'bench'))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((file) => file.endsWith('.bench.ts') && isPicked(suiteOf(file)))
if (files.length === 0) throw new Error(`No benchmark has ${words.join(' or ')} in its name.`)

const built = await build()
if (built.tally.failed > 0) throw new Error(`The packages cannot be built.\n${built.output}`)
if (!values.json) {
  console.log(`Node ${process.version}, ${availableParallelism()} cores. Medians of runs in turn.`)
}
let broken = 0
for (const file of files) if (!(await measure(file))) broken += 1
process.exitCode = broken === 0 ? 0 : 1

/** A process for each file, so that no benchmark runs in the heap that another has left. */
async function measure(file: string): Promise<boolean> {
  const { NODE_EXTRA_CA_CERTS: _slowsEveryStart, NODE_OPTIONS: _conditions, ...env } = process.env
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--import=tsx', join(import.meta.dirname, 'child.ts'), file],
    { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = new Promise<boolean>((resolve) => {
    child.on('error', () => resolve(false))
    child.on('close', (code) => resolve(code === 0))
  })
  const suite = suiteOf(file)
  for await (const line of createInterface(child.stdout)) {
    const figure = JSON.parse(line) as Figure
    const verdict = judge(figure)
    if (values.json) console.log(JSON.stringify({ suite, ...figure, ...verdict }))
    else console.log(inWords(suite, figure, verdict))
  }
  const ok = await ended
  if (!ok) console.log(`${suite}: the benchmark did not come to its end`)
  return ok
}

function suiteOf(file: string): string {
  return `${basename(join(file, '..', '..'))}/${basename(file, '.bench.ts')}`
}

function isPicked(suite: string): boolean {
  return words.length === 0 || words.some((word) => suite.includes(word))
}

interface Verdict {
  /** What the budget speaks of: the figure itself, or its ratio to the peer's. */
  readonly judged?: number
  readonly met?: boolean
}

function judge({ ours, peer, budget }: Figure): Verdict {
  if (budget === undefined) return {}
  const other = peer?.value ?? Number.NaN
  const judged =
    budget.of === 'ours' ? ours : budget.of === 'ours/peer' ? ours / other : other / ours
  return { judged, met: 'atMost' in budget ? judged <= budget.atMost : judged >= budget.atLeast }
}

function inWords(suite: string, figure: Figure, { judged, met }: Verdict): string {
  const { name, unit, ours, peer, budget } = figure
  const line = [`${suite}  ${name}: ${round(ours)} ${unit}`]
  if (peer !== undefined) {
    line.push(`${peer.name} ${round(peer.value)} ${unit}`, `${round(ours / peer.value)}x of it`)
  }
  if (budget !== undefined && judged !== undefined) {
    line.push(`${met === true ? 'ok' : 'MISSED'}, ${round(judged)} where ${bound(budget)}`)
  }
  return line.join(' · ')
}

function bound(budget: Budget): string {
  return 'atMost' in budget ? `at most ${budget.atMost}` : `at least ${budget.atLeast}`
}

function round(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 })
}
