// What every keychain of this package does: one suite for the one in memory and for the real ones.
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Keychain } from '@wellkey/credentials'

export function describeKeychain(name: string, keychainOf: () => Keychain, isHere = true): void {
  // A server of its own for each test, so that none sees what another left.
  let count = 0
  const newServer = (): string => `https://lab${++count}.example/labkey`

  describe.skipIf(!isHere)(`${name} keeps the contract`, () => {
    test('get() has nothing and delete() says so before set()', async () => {
      const server = newServer()
      expect(await keychainOf().get(server, 'apikey')).toBeUndefined()
      expect(await keychainOf().delete(server, 'apikey')).toBe(false)
    })

    test.for([
      { name: 'a key', secret: randomBytes(32).toString('hex') },
      {
        name: 'blanks, line ends, quotes and letters beyond ASCII',
        secret: String.raw`  !"#$%&'()*+,-./:;<=>?@[\]^_{|}~ pässwörd 🔑 ` + 'a\r\nb\n',
      },
      { name: '2 KiB', secret: randomBytes(1024).toString('hex') },
    ])('get() gives back $name as set() took it', async ({ secret }) => {
      const server = newServer()
      await keychainOf().set(server, 'apikey', secret)
      const kept = await keychainOf().get(server, 'apikey')
      expect(kept?.reveal()).toBe(secret)
      expect(String(kept)).toBe('****')
    })

    test('set() replaces, delete() removes once', async () => {
      const server = newServer()
      const keychain = keychainOf()
      await keychain.set(server, 'apikey', 'old')
      await keychain.set(server, 'apikey', 'new')
      expect((await keychain.get(server, 'apikey'))?.reveal()).toBe('new')
      expect(await keychain.delete(server, 'apikey')).toBe(true)
      expect(await keychain.get(server, 'apikey')).toBeUndefined()
      expect(await keychain.delete(server, 'apikey')).toBe(false)
    })

    test('servers and logins are kept apart, however the server is written', async () => {
      const server = newServer()
      const keychain = keychainOf()
      await keychain.set(server, 'apikey', 'key')
      await keychain.set(server, 'ann@lab.example', 'password')
      expect((await keychain.get(server, 'ann@lab.example'))?.reveal()).toBe('password')
      expect(await keychain.get(server, 'APIKEY')).toBeUndefined()
      expect(await keychain.get(new URL(server).origin, 'apikey')).toBeUndefined()
      expect(await keychain.get(server.replace('https', 'http'), 'apikey')).toBeUndefined()
      expect(await keychain.get(server.replace('.example', '.example:8443'), 'apikey')).toBe(
        undefined,
      )
      const sameServer = new URL(
        `${server.replace('lab', 'LAB').replace('/labkey', ':443/labkey')}/`,
      )
      expect((await keychain.get(sameServer, 'apikey'))?.reveal()).toBe('key')
    })

    test('set() refuses what it cannot keep, and what was there stays', async () => {
      const server = newServer()
      const keychain = keychainOf()
      await keychain.set(server, 'apikey', 'old')
      const refused = [
        { secret: '', code: 'ERR_CREDENTIAL_FORMAT' },
        { secret: 's3cr3t\0x', code: 'ERR_CREDENTIAL_FORMAT' },
        { secret: 's3cr3t\ud83d', code: 'ERR_CREDENTIAL_FORMAT' },
        { login: '', code: 'ERR_CREDENTIAL_FORMAT' },
        { login: 'a\0b', code: 'ERR_CREDENTIAL_FORMAT' },
        { server: 'lab.example', code: 'ERR_CREDENTIAL_URL' },
        { server: 'https://a:s3cr3t@lab.example', code: 'ERR_CREDENTIAL_URL' },
      ]
      for (const { code, ...it } of refused) {
        const { secret = 's3cr3t', login = 'apikey' } = it
        const set = keychain.set(it.server ?? server, login, secret)
        const error: unknown = await set.catch((thrown: unknown) => thrown)
        expect(error).toMatchObject({ name: 'CredentialError', code })
        expect(String(error)).not.toContain('s3cr3t')
      }
      expect((await keychain.get(server, 'apikey'))?.reveal()).toBe('old')
    })

    test('calls at the same time do not disturb each other', async () => {
      const keychain = keychainOf()
      const servers = [newServer(), newServer(), newServer()]
      await Promise.all(servers.map(async (server) => keychain.set(server, 'apikey', server)))
      const kept = await Promise.all(servers.map(async (server) => keychain.get(server, 'apikey')))
      expect(kept.map((secret) => secret?.reveal())).toEqual(servers)
    })
  })
}
