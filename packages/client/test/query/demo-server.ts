// The reference server with its demo data, and clients of its users with keys of their own.
import { createClient, fromValue, type ClientOptions, type LabKeyClient } from '@wellkey/client'
import { createServer, demoOptions } from '@wellkey/server'
import { onTestFinished } from 'vitest'

const cheap = { cost: 1024, blockSize: 8, parallelization: 1 }

export type Release = '23.2' | '24.11' | '25.3'

export interface Demo {
  readonly url: string
  readonly server: ReturnType<typeof createServer>
  /** A client that has its cookies only, as a browser has. */
  browserOf(role: 'admin' | 'editor' | 'reader'): Promise<LabKeyClient>
  /** A client with an API key. */
  clientOf(role: 'admin' | 'editor' | 'reader', options?: ClientOptions): Promise<LabKeyClient>
}

export async function startDemo(release?: Release): Promise<Demo> {
  const { options, users } = demoOptions()
  const server = createServer({
    ...options,
    ...(release !== undefined && { release }),
    settings: { ...options.settings, passwordCost: cheap },
  })
  const { url, close } = await server.listen({ port: 0 })
  onTestFinished(close)
  const container = '/Open Data'
  const browserOf: Demo['browserOf'] = async (role) => {
    const user = users.find((one) => one.role === role)
    if (user === undefined) throw new Error(`the demo has no ${role}`)
    const browser = createClient({ baseUrl: url, credentials: 'anonymous', container })
    const form = { email: user.email, password: user.password }
    await browser.request({ controller: 'login', action: 'loginApi', form })
    return browser
  }
  return {
    url,
    server,
    browserOf,
    async clientOf(role, others = {}) {
      const key = await (await browserOf(role)).keys.create()
      return createClient({ baseUrl: url, credentials: fromValue(key), container, ...others })
    },
  }
}
