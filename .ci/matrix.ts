// The built packages on every runtime they promise: the suite on each Node, a smoke test on each Node, Bun and Deno.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.ts'
import {
  bundleConsumers,
  compileConsumers,
  installConsumers,
  installWithPnpm,
} from './consumers.ts'
import { installRuntimes, isSupported, nodesIn, othersIn } from './runtimes.ts'
import { installSmoke, runSmoke } from './smoke.ts'
import { oneCheck, runSteps, type Step, type StepResult } from './steps.ts'
import { runSuite } from './suite.ts'
import { conclude } from './tally.ts'

const folder = mkdtempSync(join(tmpdir(), 'wellkey-matrix-'))
// A test runs this Node as another user.
chmodSync(folder, 0o755)
const user = mkdtempSync(join(tmpdir(), 'wellkey-user-'))
try {
  conclude(await runSteps(plan()))
} finally {
  for (const path of [folder, user]) rmSync(path, { recursive: true, force: true })
}

function plan(): readonly Step[] {
  const nodes = nodesIn(folder)
  const consumers = join(user, 'consumers')
  const tarballs = join(user, 'tarballs')
  return [
    { name: 'build', run: build },
    { name: 'runtimes', run: runtimes },
    ...nodes.map(({ name, program }) => ({
      name: `tests on ${name}`,
      needs: ['build', 'runtimes'],
      run: () => runSuite({ on: 'dist', node: program }),
    })),
    { name: 'packages', needs: ['build'], run: () => installSmoke(user) },
    ...[...nodes, ...othersIn(folder)].map((runtime) => ({
      name: `smoke on ${runtime.name}`,
      needs: ['runtimes', 'packages'],
      run: () => runSmoke(user, runtime),
    })),
    {
      name: 'consumers',
      needs: ['packages'],
      run: () => installConsumers(consumers, tarballs),
    },
    {
      name: 'types for consumers',
      needs: ['consumers'],
      run: () => compileConsumers(consumers),
    },
    { name: 'bundles', needs: ['consumers'], run: () => bundleConsumers(consumers) },
    {
      name: 'pnpm',
      needs: ['packages'],
      run: () => installWithPnpm(join(user, 'pnpm'), tarballs),
    },
  ]
}

async function runtimes(): Promise<StepResult> {
  if (!isSupported) return oneCheck(false, 'The matrix has programs for Linux on x64 only')
  const { ok, output } = installRuntimes(folder)
  return oneCheck(ok, output)
}
