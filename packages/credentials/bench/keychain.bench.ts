// How long one call of the OS keychain takes, in a Secret Service of the benchmark's own.
import { execFileSync } from 'node:child_process'
import { systemKeychain } from '@wellkey/credentials'
import { medianMs, type Figure } from '../../../.ci/bench/figure.ts'
import { hasSecretService, startSession } from '../test/secret-service.ts'

const server = 'https://lab.example/labkey'
const service = `wellkey:${server}`

export async function* figures(): AsyncGenerator<Figure> {
  // Without these programs there is nothing to measure, and no figure says so.
  if (!hasSecretService) return
  const session = await startSession({ keyring: 'unlocked' })
  try {
    const { environment } = session
    const keychain = systemKeychain({ environment, timeoutMs: 60_000 })
    await keychain.set(server, 'apikey', 'k'.repeat(64))
    const lookup = ['lookup', 'service', service, 'account', 'apikey']
    const { NODE_EXTRA_CA_CERTS: _slow, NODE_OPTIONS: _conditions, ...env } = process.env
    const times = await medianMs({
      get: async () => keychain.get(server, 'apikey'),
      missing: async () => keychain.get('https://other.example', 'apikey'),
      set: async () => keychain.set(server, 'apikey', 'k'.repeat(64)),
      tool: () => execFileSync('secret-tool', lookup, { env: environment }),
      node: () => execFileSync(process.execPath, ['-e', '0'], { env }),
    })
    const budget = { of: 'ours', atMost: 250 } as const
    const node = { name: 'node -e 0', value: times.node }
    yield { name: 'keychain get', unit: 'ms', ours: times.get, peer: node, budget }
    yield { name: 'keychain get, no entry', unit: 'ms', ours: times.missing, peer: node, budget }
    const tool = { name: 'secret-tool lookup', value: times.tool }
    yield { name: 'keychain get', unit: 'ms', ours: times.get, peer: tool }
    yield { name: 'keychain set and read back', unit: 'ms', ours: times.set, peer: node, budget }
  } finally {
    await session.stop()
  }
}
