import { describe, expect, test } from 'vitest'

import { runServer } from '../src/run-server.ts'

async function run(
  argv: readonly string[],
  whileRunning: (stdout: string) => Promise<void> = () => Promise.resolve(),
): Promise<{ code: number; stdout: string; stderr: string }> {
  let stdout = ''
  let stderr = ''
  let stop: (value?: unknown) => void = () => undefined
  const stopped = new Promise((resolve) => (stop = resolve))
  const running = runServer({
    argv,
    stdout: (text) => {
      stdout += text
      void whileRunning(stdout).finally(stop)
    },
    stderr: (text) => (stderr += text),
    stopped,
    version: '1.2.3',
  })
  return { code: await running, stdout, stderr }
}

describe('wellkey-server', () => {
  test('--demo --json prints one line with which one can sign in, and stops with 0', async () => {
    let login: Response | undefined
    const { code, stdout, stderr } = await run(
      ['--demo', '--json', '--port', '0'],
      async (line) => {
        const { url, users } = JSON.parse(line) as {
          url: string
          users: { email: string; password: string }[]
        }
        login = await fetch(`${url}/login-loginApi.api`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(users[1]),
        })
      },
    )
    expect([code, stderr, login?.status]).toEqual([0, '', 200])
    expect(stdout.split('\n')).toHaveLength(2)
    expect(JSON.parse(stdout)).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
      contextPath: '',
      container: '/Demo Study',
      users: ['admin', 'editor', 'reader'].map((role) => ({
        role,
        email: expect.stringContaining('@') as string,
        password: expect.stringMatching(/^[\w-]{16}$/) as string,
      })),
    })
  })

  test('without --json it prints words, and the context path is in the URL', async () => {
    const { code, stdout } = await run([
      '--port=0',
      '--context-path',
      '/labkey/',
      '--host',
      'localhost',
    ])
    expect(code).toBe(0)
    expect(stdout).toMatch(/at http:\/\/localhost:\d+\/labkey\n/)
    expect(stdout).toMatch(/admin@example\.org {2}[\w-]{16} {2}admin/)
  })

  test.each([
    [['--help'], /^Usage: wellkey-server/],
    [['--version'], /^1\.2\.3\n$/],
  ])('%j prints and ends', async (argv, expected) => {
    expect(await run(argv)).toEqual({
      code: 0,
      stdout: expect.stringMatching(expected) as string,
      stderr: '',
    })
  })

  test.each([
    [['--prot', '1'], /--prot/],
    [['extra'], /extra/],
    [['--port', 'x'], /--port 'x'/],
    [['--port', '70000'], /--port '70000'/],
    [['--port', '0', '--host', '0.0.0.0'], /Refusing to listen on '0\.0\.0\.0'/],
    [['--port', '0', '--context-path', 'x y'], /contextPath: 'x y'/],
  ])('%j is wrong use: 2 and words', async (argv, expected) => {
    const { code, stdout, stderr } = await run(argv)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(expected)
    expect(stderr).toContain("Try 'wellkey-server --help'")
  })
})
