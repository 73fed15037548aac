// Builds every package with tsup: `npm run build`.
import { eachOfTwo, run, tool } from './command.ts'
import { packages } from './packages.ts'
import { oneCheck, runSteps, type StepResult } from './steps.ts'

/** No build reads another package's output, so that two can run at a time. */
export async function build(): Promise<StepResult> {
  const outcomes = await eachOfTwo(packages, async ({ name, folder }) => {
    const { ok, output } = await run(tool('tsup', 'tsup', ['--silent'], folder))
    return { ok, output: `${name}\n${output}` }
  })
  const failed = outcomes.filter((outcome) => !outcome.ok)
  const note = `${packages.length} packages`
  return oneCheck(failed.length === 0, failed.map((outcome) => outcome.output).join('\n'), note)
}

if (process.argv[1] === import.meta.filename) {
  const { failed } = await runSteps([{ name: 'build', run: build }])
  process.exitCode = failed === 0 ? 0 : 1
}
