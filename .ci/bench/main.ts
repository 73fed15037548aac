// `npm run bench [-- WORD...] [-- --json]`: builds the packages and measures them beside their peers, one line a figure.
// A word picks the suites whose name (`netrc/parse`) holds it. A budget that is missed is reported; it fails nothing.
// `--write` measures all and writes docs/performance.md; `--write --from FILE` takes what `--json` has printed instead.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { build } from '../build.ts'
import { root } from '../packages.ts'
import { benchFiles, suiteOf } from './bench-files.ts'
import type { Figure } from './figure.ts'
import { readRun, thisMachine, type Measured } from './run.ts'
import { bound, judge, round } from './verdict.ts'
import { writePerformance } from './write-performance.ts'

const { values, positionals: words } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    from: { type: 'string' },
  },
  allowPositionals: true,
})
if (values.write && words.length > 0) throw new Error('The page is written of all suites.')
if (values.from !== undefined && !values.write) throw new Error('--from goes with --write.')
if (values.from === undefined) await measureAll()
else writePerformance(readRun(values.from))

async function measureAll(): Promise<void> {
  const files = benchFiles().filter((file) => isPicked(suiteOf(file)))
  if (files.length === 0) throw new Error(`No benchmark has ${words.join(' or ')} in its name.`)
  const built = await build()
  if (built.tally.failed > 0) throw new Error(`The packages cannot be built.\n${built.output}`)
  const machine = thisMachine()
  if (values.json) console.log(JSON.stringify({ machine }))
  else console.log(`Node ${machine.node}, ${machine.cores} cores. Medians of runs in turn.`)
  const figures: Measured[] = []
  let broken = 0
  for (const file of files) if (!(await measure(file, figures))) broken += 1
  process.exitCode = broken === 0 ? 0 : 1
  if (values.write && broken === 0) writePerformance({ machine, figures })
}

/** A process for each file, so that no benchmark runs in the heap that another has left. */
async function measure(file: string, figures: Measured[]): Promise<boolean> {
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
    const figure = { suite, ...(JSON.parse(line) as Figure) }
    figures.push(figure)
    console.log(values.json ? JSON.stringify({ ...figure, ...judge(figure) }) : inWords(figure))
  }
  const ok = await ended
  if (!ok) console.log(`${suite}: the benchmark did not come to its end`)
  return ok
}

function isPicked(suite: string): boolean {
  return words.length === 0 || words.some((word) => suite.includes(word))
}

function inWords(figure: Measured): string {
  const { suite, name, unit, ours, peer, budget } = figure
  const { judged, met } = judge(figure)
  const line = [`${suite}  ${name}: ${round(ours)} ${unit}`]
  if (peer !== undefined) {
    line.push(`${peer.name} ${round(peer.value)} ${unit}`, `${round(ours / peer.value)}x of it`)
  }
  if (budget !== undefined && judged !== undefined) {
    line.push(`${met === true ? 'ok' : 'MISSED'}, ${round(judged)} where ${bound(budget)}`)
  }
  return line.join(' · ')
}
