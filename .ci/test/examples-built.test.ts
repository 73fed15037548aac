// The examples that need built packages: tsx does not reach into the worker threads of Node 20, and a
// command of node_modules/.bin is a built one.
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root, run, startDemo, type ExampleDemo } from './example-demo.ts'

let demo: ExampleDemo
beforeAll(async () => {
  demo = await startDemo()
})
afterAll(() => demo.close())

test('workers.mjs counts the rows of three queries', async () => {
  expect(await demo.runExample('workers.mjs')).toMatch(
    /^Patients: \d+ rows\nSpecimens: \d+ rows\nResults: \d+ rows\n$/,
  )
})

test('ci-script/test.sh gives a command a server of its own, and ends it', async () => {
  const script = 'wellkey whoami && echo "$LABKEY_BASE_URL"'
  const { stdout } = await run('bash', ['examples/ci-script/test.sh', 'sh', '-c', script], {
    cwd: root,
    env: { PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH']}`, HOME: demo.folder },
  })
  expect(stdout).toContain('researcher@example.org')
  const url = stdout.trim().split('\n').at(-1) ?? ''
  await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
})
