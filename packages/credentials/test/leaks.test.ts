import { Console } from 'node:console'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { PassThrough } from 'node:stream'
import { format, inspect } from 'node:util'
import { serialize } from 'node:v8'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import {
  cached,
  chain,
  createCredential,
  defaultProvider,
  explain,
  fromCommand,
  fromEnvironment,
  fromKeychain,
  fromNetrc,
  fromValue,
  keychainEntry,
  memoryKeychain,
  parseServerUrl,
  resolveCredential,
  Secret,
  type CredentialProvider,
} from '@wellkey/credentials'

const url = new URL('https://lab.example/labkey/')
const folder = mkdtempSync(join(tmpdir(), 'wellkey-leaks-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Long enough not to occur by chance; of any characters, or of those a key has. */
const visible = fc.string({
  unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
  minLength: 16,
  maxLength: 64,
})
const anything = fc.string({ unit: 'binary', minLength: 16, maxLength: 64 })

/** Every way in which a program, a log or a crash prints a value. */
function printed(value: unknown): string {
  const out = new PassThrough()
  const talk = new Console(out, out)
  talk.log(value)
  talk.error('%s %o %O %j', value, value, value, value)
  talk.dir(value, { depth: null, showHidden: true })
  talk.table([value])
  const forms = [
    String(out.read()),
    inspect(value, { depth: null, showHidden: true, getters: true }),
    inspect(value, { depth: null, showHidden: true, customInspect: false }),
    inspect(Object.getOwnPropertyDescriptors(value), { depth: null, showHidden: true }),
    JSON.stringify(value) ?? '',
    JSON.stringify(value, Object.getOwnPropertyNames(value)) ?? '',
    format('%s|%d|%i|%f|%j|%o|%O', value, value, value, value, value, value, value),
    inspect({ ...(value as object) }, { depth: null, showHidden: true }),
    cloned(value),
  ]
  if (value instanceof Error) forms.push(value.stack ?? '', String(value), printedCause(value))
  return forms.join('\n')
}

function cloned(value: unknown): string {
  try {
    return inspect(structuredClone(value), { depth: null }) + serialize(value).toString('latin1')
  } catch (error) {
    return String(error)
  }
}

function printedCause({ cause }: Error): string {
  return cause === undefined ? '' : printed(cause)
}

/** The secret itself and the spellings in which it would come through. */
function spellings(secret: string): readonly string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    inspect(secret).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(`apikey:${secret}`).toString('base64'),
    Buffer.from(secret).toString('hex'),
    Buffer.from(secret).toString('latin1'),
  ]
}

function leaksIn(value: unknown, secret: string): readonly string[] {
  const text = printed(value)
  return spellings(secret).filter((spelling) => text.includes(spelling))
}

/** Everything that asking a provider gives: the credential or the error, and the attempts. */
async function answersOf(provider: CredentialProvider): Promise<readonly unknown[]> {
  const attempts: unknown[] = []
  const onAttempt = (attempt: unknown) => attempts.push(attempt)
  const answer = await resolveCredential(provider, { url, onAttempt }).catch(
    (error: unknown) => error,
  )
  return [answer, attempts, { answer, attempts }, new Error('outer', { cause: answer })]
}

function writeNetrc(text: string, mode = 0o600): string {
  const file = join(folder, `netrc-${mode}`)
  rmSync(file, { force: true })
  writeFileSync(file, text, { mode })
  return file
}

const quote = (value: string): string => `"${value.replace(/["\\]/g, (c) => `\\${c}`)}"`

describe('a random secret occurs in no printed form', () => {
  test('of a Secret, whatever it is', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const secret = new Secret(value)
        expect(leaksIn(secret, value)).toEqual([])
        expect(
          leaksIn({ secret, list: [secret], map: new Map([[secret, secret]]) }, value),
        ).toEqual([])
        expect(leaksIn(new Error('failed', { cause: { secret } }), value)).toEqual([])
        expect(
          leaksIn(new AggregateError([Object.assign(new Error('x'), { secret })]), value),
        ).toEqual([])
      }),
      { numRuns: 50 },
    )
  })

  test('of a credential that is made, and of the error when it cannot be made', () => {
    fc.assert(
      fc.property(fc.oneof(visible, anything), fc.boolean(), (value, isKey) => {
        const source = { kind: 'explicit', place: 'test' } as const
        const login = isKey ? 'apikey' : 'ann@lab.example'
        try {
          expect(leaksIn(createCredential({ url, login, secret: value, source }), value)).toEqual(
            [],
          )
        } catch (error) {
          expect(leaksIn(error, value)).toEqual([])
        }
      }),
      { numRuns: 100 },
    )
  })

  const sources = {
    value: (secret: string) => fromValue(secret),
    'value with a login': (secret: string) => fromValue({ login: 'ann@lab.example', secret }),
    environment: (secret: string) =>
      fromEnvironment({ LABKEY_API_KEY: secret, LABKEY_BASE_URL: url.href }),
    'environment of another server': (secret: string) =>
      fromEnvironment({ LABKEY_API_KEY: secret, LABKEY_BASE_URL: 'https://other.example' }),
    netrc: (secret: string) =>
      fromNetrc({ file: writeNetrc(`machine lab.example login apikey password ${quote(secret)}`) }),
    'netrc with an open quote': (secret: string) =>
      fromNetrc({ file: writeNetrc(`machine lab.example login apikey password "${secret}`) }),
    'netrc without a login': (secret: string) =>
      fromNetrc({ file: writeNetrc(`machine lab.example password ${quote(secret)}`) }),
    'netrc that others read': (secret: string) =>
      fromNetrc({ file: writeNetrc(`machine lab.example login a password ${secret}`, 0o644) }),
    keychain: (secret: string) => fromKeychain({ keychain: holding(secret) }),
    'cached chain': (secret: string) => cached(chain(fromEnvironment({}), fromValue(secret))),
    default: (secret: string) =>
      defaultProvider({ environment: { NETRC: '/nowhere' }, keychain: holding(secret) }),
  }

  test.for(Object.keys(sources) as (keyof typeof sources)[])('of what %s answers', async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(visible, anything), async (secret) => {
        for (const answer of await answersOf(sources[name](secret)))
          expect(leaksIn(answer, secret)).toEqual([])
      }),
      { numRuns: 25 },
    )
  })

  test('of what a command answers', async () => {
    // A process for each: a few, of every kind.
    for (const [secret = ''] of fc.sample(fc.tuple(visible), 4)) {
      const script = (text: string, code = 0) =>
        `process.stdout.write(${JSON.stringify(text)});console.error(${JSON.stringify(text)});process.exitCode=${code}`
      for (const text of [secret, JSON.stringify({ secret }), `{"secret":"${secret}`]) {
        for (const answer of await answersOf(fromCommand([execPath, '-e', script(text)]))) {
          expect(leaksIn(answer, secret)).toEqual([])
        }
      }
      const failing = fromCommand([execPath, '-e', script(secret, 1)])
      for (const answer of await answersOf(failing)) expect(leaksIn(answer, secret)).toEqual([])
    }
  })

  test('of explain()', async () => {
    await fc.assert(
      fc.asyncProperty(visible, async (secret) => {
        const file = writeNetrc(`machine lab.example login apikey password ${quote(secret)}`)
        const environment = {
          LABKEY_API_KEY: secret,
          LABKEY_BASE_URL: url.href,
          NETRC: file,
        }
        const options = { key: secret, environment, keychain: holding(secret) }
        expect(leaksIn(await explain(options, { url }), secret)).toEqual([])
      }),
      { numRuns: 25 },
    )
  })

  test('of a keychain and its errors', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (secret) => {
        const keychain = memoryKeychain()
        const set = await keychain.set(url, 'apikey', secret).catch((error: unknown) => error)
        expect(leaksIn([keychain, set], secret)).toEqual([])
        expect(leaksIn({ kept: await keychain.get(url, 'apikey') }, secret)).toEqual([])
      }),
      { numRuns: 50 },
    )
  })

  test('of the refusal of a URL that holds it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{16,40}$/), (secret) => {
        for (const refuse of [parseServerUrl, (text: string) => keychainEntry(text, 'apikey')]) {
          try {
            refuse(`https://apikey:${secret}@lab.example/`)
            expect.unreachable()
          } catch (error) {
            expect(leaksIn(error, secret)).toEqual([])
          }
        }
      }),
      { numRuns: 25 },
    )
  })
})

/** A keychain that has this secret for every server, even one that no keychain would take. */
function holding(secret: string) {
  return { ...memoryKeychain(), get: async () => new Secret(secret) }
}
