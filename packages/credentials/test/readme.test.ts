// What the README shows is what the package says. `UPDATE_README=1` writes it anew.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  defaultProvider,
  environmentVariables,
  explain,
  formatAttempts,
  memoryKeychain,
  resolveCredential,
  type Attempt,
  type CredentialError,
  type ExplainOptions,
  type MemoryKeychain,
} from '@wellkey/credentials'

const readme = join(import.meta.dirname, '../README.md')
const url = new URL('https://labkey.example.org/labkey/')
const entry = '# LabKey\n\nmachine labkey.example.org\nlogin apikey\npassword k\n'
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wellkey-readme-'))
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** The person's home in the README is `/home/ann`. */
function shown(text: string): string {
  return text.replaceAll(folder, '/home/ann')
}

function table(attempts: readonly Attempt[]): string {
  const moved = attempts.map((attempt) => ({
    ...attempt,
    place: shown(attempt.place),
    ...(attempt.reason !== undefined && { reason: shown(attempt.reason) }),
  }))
  return formatAttempts(moved)
}

interface Scene {
  readonly netrc?: { readonly text: string; readonly mode?: number }
  readonly environment?: Readonly<Record<string, string>>
  readonly keychain?: (keychain: MemoryKeychain) => Promise<void> | void
}

const withKey = async (keychain: MemoryKeychain): Promise<void> =>
  keychain.set('https://labkey.example.org/labkey', 'apikey', 'k')

const scenes: Readonly<Record<string, Scene>> = {
  found: { netrc: { text: entry } },
  shadowed: {
    environment: { LABKEY_API_KEY: 'k', LABKEY_BASE_URL: url.href },
    netrc: { text: entry },
    keychain: withKey,
  },
  'not here': {},
  skipped: {
    environment: { LABKEY_API_KEY: 'k', LABKEY_BASE_URL: 'https://other.example.org' },
    keychain: (keychain) => keychain.failNext('unavailable'),
  },
  failed: { netrc: { text: entry, mode: 0o644 }, keychain: withKey },
  locked: { keychain: (keychain) => keychain.failNext('locked') },
}

async function play({ netrc, environment = {}, keychain }: Scene): Promise<ExplainOptions> {
  const file = join(folder, '.netrc')
  rmSync(file, { force: true })
  if (netrc !== undefined) writeFileSync(file, netrc.text, { mode: netrc.mode ?? 0o600 })
  const memory = memoryKeychain()
  await keychain?.(memory)
  return { environment: { ...environment, NETRC: file }, keychain: memory }
}

/** What the README shows under a name; when asked to, it is written first. */
function blockOf(name: string, text: string): string | undefined {
  const pattern = new RegExp(`(?<=<!-- explain: ${name} -->\n\`\`\`text\n)[^\`]*(?=\n\`\`\`)`)
  const source = readFileSync(readme, 'utf8')
  const updated = source.replace(pattern, () => text)
  if (process.env['UPDATE_README'] === '1') writeFileSync(readme, updated)
  return pattern.exec(readFileSync(readme, 'utf8'))?.[0]
}

describe('README: what explain() says', () => {
  test.for(Object.keys(scenes))('%s', async (name) => {
    const options = await play(scenes[name] ?? {})
    const text = table(await explain(options, { url }))
    expect(blockOf(name, text)).toBe(text)
  })

  test('missing', async () => {
    const options = await play({})
    const provider = defaultProvider(options)
    const error: unknown = await resolveCredential(provider, { url }).catch(
      (thrown: unknown) => thrown,
    )
    const { message, attempts } = error as CredentialError
    const moved = message.replace(formatAttempts(attempts), () => table(attempts))
    expect(blockOf('missing', moved)).toBe(moved)
  })
})

describe('docs/credentials.md', () => {
  const docs = readFileSync(join(import.meta.dirname, '../../../docs/credentials.md'), 'utf8')

  test.for(Object.values(environmentVariables).flat())('has the variable %s', (variable) => {
    expect(docs).toContain(`\`${variable}\``)
  })

  test('has the sources in the order of defaultProvider()', async () => {
    const options = { key: 'k', environment: {}, netrc: { file: '/nowhere' } }
    const attempts = await explain({ ...options, keychain: memoryKeychain() }, { url })
    const rows = docs.matchAll(/^\| \d \| (\w+) \|/gm)
    expect([...rows].map(([, source]) => source)).toEqual(attempts.map(({ source }) => source))
  })

  const source = readFileSync(join(import.meta.dirname, '../src/credential-error.ts'), 'utf8')
  const codes = [...source.matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code = '']) => code)
  test('has every error code', () => {
    expect(codes.length).toBeGreaterThan(8)
    expect(codes.filter((code) => !docs.includes(`\`${code}\``))).toEqual([])
  })
})
