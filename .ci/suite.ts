// One run of the whole vitest suite, counted from vitest's own JSON report.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, relative } from 'node:path'
import { run, tool } from './command.ts'
import { root } from './packages.ts'
import type { StepResult } from './steps.ts'

export interface SuiteOptions {
  /** What the tests import: the sources, or what `npm run build` made of them. */
  readonly on: 'src' | 'dist'
  /** The suites of `test/long` in place of the others. Default: no. */
  readonly long?: boolean
  /** The Node to run on. Default: the one that runs this. */
  readonly node?: string
}

export async function runSuite(options: SuiteOptions): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), 'wellkey-suite-'))
  try {
    const report = join(folder, 'report.json')
    const vitest = tool('vitest', 'vitest', [
      'run',
      '--config=.ci/vitest.config.ts',
      '--allowOnly=false',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ])
    const node = options.node ?? process.execPath
    const env = { ...suiteEnv(options.on, node, folder), ...(options.long && { TEST_LONG: '1' }) }
    const { ok, output } = await run({ ...vitest, program: node, env })
    return count(readReport(report), ok, output)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The person's own home, netrc and LabKey settings stay out of the tests' reach. */
function suiteEnv(on: 'src' | 'dist', node: string, home: string): NodeJS.ProcessEnv {
  const mine = Object.entries(process.env).filter(
    ([name]) => name !== 'NETRC' && name !== 'TEST_DIST' && !name.startsWith('LABKEY_'),
  )
  const path = `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}`
  const env = { ...Object.fromEntries(mine), PATH: path, HOME: home, USERPROFILE: home }
  return on === 'dist' ? { ...env, TEST_DIST: '1' } : env
}

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[]
      readonly title: string
      readonly status: string
    }[]
  }[]
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch {
    return undefined
  }
}

function count(report: Report | undefined, ok: boolean, output: string): StepResult {
  if (report === undefined) {
    const tally = { passed: 0, failed: 1, skipped: 0 }
    return { tally, note: 'vitest left no report', output }
  }
  const tests = report.testResults.flatMap((file) =>
    file.assertionResults.map((test) => ({ ...test, file: relative(root, file.name) })),
  )
  const passed = tests.filter((test) => test.status === 'passed').length
  const skipped = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed')
  const failedTests = tests.filter((test) => test.status === 'failed').length
  // A file that could not be loaded, or whose hooks failed, has a status of its own and perhaps no failed test.
  const failedFiles = report.testResults.filter(
    (file) =>
      file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  ).length
  const counted = failedTests + failedFiles
  // vitest also fails for what no test shows: an unhandled error, or no test at all.
  const failed = counted === 0 && (!ok || tests.length === 0) ? 1 : counted
  const words = [`${passed} passed`, failed > 0 && `${failed} failed`]
  if (skipped.length > 0) words.push(`${skipped.length} skipped`)
  return {
    tally: { passed, failed, skipped: skipped.length },
    note: words.filter(Boolean).join(', '),
    output,
    skips: skipped.map(
      (test) => `${test.file}: ${[...test.ancestorTitles, test.title].join(' > ')}`,
    ),
  }
}
