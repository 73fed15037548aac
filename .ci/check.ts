// What `npm test` does. Every step counts as one test, but for a run of the suite, which counts its tests.
import { checkApi } from './api.ts'
import { build } from './build.ts'
import { run, tool, type Command } from './command.ts'
import { checkPacked } from './packed.ts'
import { oneCheck, runSteps, type StepResult } from './steps.ts'
import { runSuite } from './suite.ts'
import { conclude } from './tally.ts'
import { checkLockFile, checkTree } from './tree.ts'

const types = tool('typescript', 'tsc', ['--project', '.ci/tsconfig.json'])
const builtTypes = tool('typescript', 'tsc', ['--project', '.ci/consumer/tsconfig.json'])
const lint = tool('oxlint', 'oxlint', ['--type-aware', '--deny-warnings'])
const unused = tool('knip', 'knip', ['--no-progress', '--no-config-hints'])
const reference = tool('typedoc', 'typedoc', ['--options', '.ci/typedoc.json', '--emit', 'none'])
const format = tool('oxfmt', 'oxfmt', ['--check', '.'])

const tally = await runSteps([
  { name: 'build', run: build },
  { name: 'types of the sources', run: () => check(types) },
  { name: 'types as published', needs: ['build'], run: () => check(builtTypes) },
  { name: 'lint', run: () => check(lint) },
  { name: 'nothing unused', run: () => check(unused) },
  { name: 'API reference', run: () => check(reference) },
  { name: 'format', run: () => check(format) },
  { name: 'tests on src', run: () => runSuite({ on: 'src' }) },
  { name: 'tests on dist', needs: ['build'], run: () => runSuite({ on: 'dist' }) },
  { name: 'exports', needs: ['build'], run: checkApi },
  { name: 'packed packages', needs: ['build'], run: checkPacked },
  { name: 'lock file', run: checkLockFile },
  { name: 'tree', run: checkTree },
])
conclude(tally)

async function check(command: Command): Promise<StepResult> {
  const { ok, output } = await run(command)
  return oneCheck(ok, output)
}
