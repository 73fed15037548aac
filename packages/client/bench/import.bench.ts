// How long a process is kept by importing the client, beside importing axios alone.
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { median, type Figure } from '../../../.ci/bench/figure.ts'

const run = promisify(execFile)
const rounds = 21

async function importMs(url: string): Promise<number> {
  const script = `const start = performance.now(); await import(${JSON.stringify(url)}); process.stdout.write(String(performance.now() - start))`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script])
  return Number(stdout)
}

/** Milliseconds from the beginning of the import to its end, in fresh processes in turn. */
export async function* figures(): AsyncGenerator<Figure> {
  const require = createRequire(import.meta.url)
  // The way an `import` goes, not a `require`.
  const axios = pathToFileURL(
    require.resolve('axios/package.json').replace('package.json', 'index.js'),
  ).href
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = -2; round < rounds; round++) {
    const one = await importMs(import.meta.resolve('@wellkey/client'))
    const other = await importMs(axios)
    if (round < 0) continue
    ours.push(one)
    theirs.push(other)
  }
  const client = median(ours)
  const alone = median(theirs)
  const peer = { name: 'axios alone', value: alone }
  yield { name: 'import of @wellkey/client', unit: 'ms', ours: client, peer }
  yield {
    name: 'import of @wellkey/client, over axios',
    unit: 'ms',
    ours: client - alone,
    budget: { of: 'ours', atMost: 12 },
  }
}
