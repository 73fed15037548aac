import { execPath } from 'node:process'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { chain, fromCommand, type Attempt, type FromCommandOptions } from '@wellkey/credentials'

const url = new URL('https://lab.example/labkey/')

function node(script: string, options?: FromCommandOptions, ...args: readonly string[]) {
  return fromCommand([execPath, '-e', script, ...args], options)
}

const print = (text: string): string => `process.stdout.write(${JSON.stringify(text)})`

describe('fromCommand()', () => {
  test.for([
    { name: 'a bare key', output: 'k\n', login: 'apikey', secret: 'k' },
    { name: 'a bare key without a line end', output: 'k', login: 'apikey', secret: 'k' },
    { name: 'JSON', output: '{"secret":"k"}', login: 'apikey', secret: 'k' },
    {
      name: 'JSON with a login and more',
      output: ' {"login":"ann@lab.example","secret":"p","origin":"https://lab.example","x":1}\n',
      login: 'ann@lab.example',
      secret: 'p',
    },
  ])('takes $name', async ({ output, login, secret }) => {
    const credential = await node(print(output))({ url })
    expect(credential).toMatchObject({
      origin: 'https://lab.example',
      login,
      source: { kind: 'command', place: execPath },
    })
    expect(credential?.secret.reveal()).toBe(secret)
  })

  test('is not here when the program prints nothing', async () => {
    const attempts: Attempt[] = []
    const onAttempt = (attempt: Attempt) => attempts.push(attempt)
    expect(await node(print(' \n'))({ url, onAttempt })).toBeUndefined()
    expect(attempts).toMatchObject([{ source: 'command', place: execPath, outcome: 'not here' }])
  })

  test('tells the program the server, and gives it no key', async () => {
    const script = `console.log([process.env.LABKEY_BASE_URL, process.env.LABKEY_API_KEY, process.env.OWN].join('|'))`
    const environment = { LABKEY_API_KEY: 's3cr3t', OWN: 'x', PATH: process.env['PATH'] }
    const credential = await node(script, { environment })({ url })
    expect(credential?.secret.reveal()).toBe(`${url.href}||x`)
  })

  test('expands nothing in its arguments', async () => {
    const script = 'process.stdout.write(process.argv[1])'
    const credential = await node(script, {}, '$(echo,pwned);`id`|&&*')({ url })
    expect(credential?.secret.reveal()).toBe('$(echo,pwned);`id`|&&*')
  })

  const format = 'ERR_CREDENTIAL_FORMAT'
  const broken = 'ERR_CREDENTIAL_SOURCE'
  test.for([
    { name: 'a code other than 0', script: `${print('s3cr3t')};process.exitCode=3`, code: broken },
    {
      name: 'what it says on stderr',
      script: `console.error('s3cr3t');process.exit(1)`,
      code: broken,
    },
    { name: 'a signal', script: `${print('s3cr3t')};process.kill(process.pid)`, code: broken },
    { name: 'half of a JSON', script: print('{"secret":"s3cr3t'), code: broken },
    { name: 'JSON without a secret', script: print('{"key":"s3cr3t"}'), code: broken },
    { name: 'a secret that is no text', script: print('{"secret":["s3cr3t"]}'), code: broken },
    {
      name: 'a login that is no text',
      script: print('{"login":1,"secret":"s3cr3t"}'),
      code: broken,
    },
    {
      name: 'bytes that are no UTF-8',
      script: `process.stdout.write(Buffer.of(0x73,0xff))`,
      code: broken,
    },
    {
      name: 'more than a credential',
      script: `process.stdout.write('s3cr3t'.repeat(20000))`,
      code: broken,
    },
    { name: 'two lines', script: print('s3cr3t\ns3cr3t\n'), code: format },
    {
      name: 'another origin',
      script: print('{"origin":"https://lab.example:8443","secret":"s3cr3t"}'),
      code: 'ERR_CREDENTIAL_ORIGIN',
    },
  ])('stops the chain on $name, and repeats nothing of it', async ({ script, code }) => {
    let isNextAsked = false
    const provider = chain(node(script), async () => {
      isNextAsked = true
      return undefined
    })
    const error: unknown = await provider({ url }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code, attempts: [{ source: 'command', outcome: 'failed' }] })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('s3cr3t')
    expect(isNextAsked).toBe(false)
  })

  test('stops the chain when there is no such program', async () => {
    await expect(fromCommand(['/nowhere/wellkey-helper'])({ url })).rejects.toMatchObject({
      code: broken,
      message: 'The command /nowhere/wellkey-helper cannot be started: ENOENT',
    })
  })

  test.skipIf(process.platform === 'win32')(
    'kills what does not end in time, and does not wait for what that left behind',
    async () => {
      const started = performance.now()
      const provider = fromCommand(['sh', '-c', 'sleep 300 & sleep 300'], { timeoutMs: 300 })
      await expect(provider({ url })).rejects.toMatchObject({
        code: broken,
        message: 'The command sh did not end within 0.3 s and was killed',
      })
      expect(performance.now() - started).toBeLessThan(15_000)
    },
  )

  test('a polluted prototype gives no credential', async () => {
    const polluted = Object.prototype as { secret?: string }
    polluted.secret = 's3cr3t'
    try {
      await expect(node(print('{"login":"a"}'))({ url })).rejects.toMatchObject({ code: broken })
    } finally {
      delete polluted.secret
    }
  })
})
