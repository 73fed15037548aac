// .gitleaks.toml finds a key of every format where people leave them, and not the documents' placeholders.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createServer } from '@wellkey/server'
import { describe, expect, test } from 'vitest'
import { documents } from './documents.ts'
import { root } from './example-demo.ts'

const rules = [
  ...readFileSync(join(root, '.gitleaks.toml'), 'utf8').matchAll(/^regex = '''(.*)'''$/gm),
]
const patterns = rules.map(([, pattern = '']) => new RegExp(pattern))

const isFound = (text: string): boolean => patterns.some((pattern) => pattern.test(text))

describe('.gitleaks.toml', () => {
  test.each(['labkey', 'legacy', 'scannable'] as const)('finds a %s key', async (keyFormat) => {
    const password = randomBytes(12).toString('hex')
    const ann = { email: 'ann@example.org', password, role: 'editor' } as const
    const server = createServer({ users: [ann], settings: { allowApiKeys: true, keyFormat } })
    const csrf = randomBytes(32).toString('hex')
    const created = await server.fetch(
      new Request('http://localhost/security-createApiKey.api', {
        method: 'POST',
        headers: {
          Authorization: `Basic ${btoa(`${ann.email}:${password}`)}`,
          Cookie: `X-LABKEY-CSRF=${csrf}`,
          'X-LABKEY-CSRF': csrf,
          'Content-Type': 'application/json',
        },
        body: '{"type":"apikey"}',
      }),
    )
    const { apikey } = (await created.json()) as { readonly apikey: string }
    expect(isFound(`machine labkey.example login apikey password ${apikey}`)).toBe(true)
    expect(isFound(`export LABKEY_API_KEY='${apikey}'`)).toBe(true)
    expect(isFound(`const key = '${apikey}'`)).toBe(keyFormat !== 'labkey')
  })

  test('finds nothing in the documents', () => {
    const found = documents().filter((file) => isFound(readFileSync(join(root, file), 'utf8')))
    expect(found).toEqual([])
  })
})
