// Runs the suites of `test/long` on the built packages: what takes minutes and so is no part of `npm test`.
import { build } from './build.ts'
import { runSteps } from './steps.ts'
import { runSuite } from './suite.ts'
import { conclude } from './tally.ts'

const tally = await runSteps([
  { name: 'build', run: build },
  { name: 'long tests', needs: ['build'], run: () => runSuite({ on: 'dist', long: true }) },
])
conclude(tally)
