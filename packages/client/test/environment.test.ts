// What the process around the client can and cannot do to it.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import axios from 'axios'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { createClient, fromValue } from '@wellkey/client'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ann, sampleKey, startServer } from './recording-server.ts'

const run = promisify(execFile)

describe('the process around', () => {
  test('a proxy of the environment never sees the key', async () => {
    const proxy = await startServer(() => ({ body: ann }))
    const server = await startServer(() => ({ body: ann }))
    const script = `
      import { createClient, fromValue } from '@wellkey/client'
      const credentials = fromValue('${sampleKey}')
      const user = await createClient({ baseUrl: '${server.url}', credentials }).security.whoAmI()
      process.stdout.write(user.email)`
    const source = process.env['TEST_DIST'] === '1' ? [] : ['--conditions=@wellkey/source']
    const args = [...source, '--import=tsx', '--input-type=module', '--eval', script]
    const { stdout } = await run(process.execPath, args, {
      cwd: import.meta.dirname,
      env: {
        PATH: process.env['PATH'],
        HTTP_PROXY: proxy.url,
        http_proxy: proxy.url,
        ALL_PROXY: proxy.url,
        NODE_USE_ENV_PROXY: '1',
      },
    })
    expect(stdout).toBe(ann.email)
    expect(server.requests).toHaveLength(1)
    expect(proxy.requests).toHaveLength(0)
  })

  test('defaults of axios that somebody else changed do not reach the client', async () => {
    const server = await startServer(() => ({ body: ann }))
    axios.defaults.headers.common['apikey'] = 'of-somebody-else'
    axios.defaults.auth = { username: 'somebody', password: 'else' }
    const interceptor = axios.interceptors.request.use(() => {
      throw new Error('not ours')
    })
    onTestFinished(() => {
      delete axios.defaults.headers.common['apikey']
      delete axios.defaults.auth
      axios.interceptors.request.eject(interceptor)
    })
    const labkey = createClient({ baseUrl: server.url, credentials: fromValue(sampleKey) })
    await labkey.security.whoAmI()
    expect(server.requests[0]?.headers).not.toHaveProperty('apikey')
    expect(server.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from(`apikey:${sampleKey}`).toString('base64')}`,
    )
  })

  test('tests of a user can answer with MSW, over https too', async () => {
    const url = 'https://labkey.example.org/labkey'
    const seen: (string | null)[] = []
    const mock = setupServer(
      http.get(`${url}/login-whoami.api`, ({ request }) => {
        seen.push(request.headers.get('authorization'))
        return HttpResponse.json(ann)
      }),
    )
    mock.listen({ onUnhandledRequest: 'error' })
    onTestFinished(() => mock.close())
    const labkey = createClient({ baseUrl: url, credentials: fromValue(sampleKey) })
    expect(await labkey.security.whoAmI()).toMatchObject({ email: ann.email })
    expect(seen).toEqual([expect.stringMatching(/^Basic /)])
  })
})
