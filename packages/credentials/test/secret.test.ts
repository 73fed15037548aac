import crypto from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, test, vi } from 'vitest'
import { createCredential, Secret } from '@wellkey/credentials'

const value = 's3cr3t-value'

describe('Secret', () => {
  const secret = new Secret(value)
  const holder = { secret, list: [secret], map: new Map([['key', secret]]) }
  const error = Object.assign(new Error('failed', { cause: holder }), { holder })

  test.for([
    { name: 'String', print: () => String(secret) },
    { name: 'a template', print: () => `${secret}` },
    { name: 'adding', print: () => '' + (secret as unknown as string) },
    { name: 'JSON', print: () => JSON.stringify(holder) },
    { name: 'inspect', print: () => inspect(holder) },
    {
      name: 'inspect of all there is',
      print: () => inspect(error, { depth: 9, showHidden: true }),
    },
    {
      name: 'inspect without its own hook',
      print: () => inspect(secret, { customInspect: false, showHidden: true }),
    },
    {
      name: 'its own properties',
      print: () => JSON.stringify(Object.getOwnPropertyDescriptors(secret)),
    },
    { name: 'a spread', print: () => inspect({ ...secret }) },
    { name: 'a stack', print: () => String(error.stack) },
  ])('is not printed by $name', ({ print }) => {
    expect(print()).not.toContain(value)
  })

  test('prints stars', () => {
    expect(`${secret}`).toBe('****')
    expect(JSON.stringify({ secret })).toBe('{"secret":"****"}')
  })

  test('reveal() gives the value', () => {
    expect(secret.reveal()).toBe(value)
  })

  test('equals() compares values', () => {
    expect(secret.equals(new Secret(value))).toBe(true)
    expect(secret.equals(new Secret(`${value}x`))).toBe(false)
  })

  test('equals() compares digests of one length, in a time that tells nothing', () => {
    const compare = vi.spyOn(crypto, 'timingSafeEqual')
    try {
      expect(secret.equals(new Secret('x'))).toBe(false)
      expect(secret.equals(new Secret(value))).toBe(true)
      const compared = compare.mock.calls.flat().map((item) => Buffer.from(item as Buffer))
      expect(compared).toHaveLength(4)
      for (const digest of compared) {
        expect(digest).toHaveLength(32)
        expect(digest.includes(value)).toBe(false)
      }
    } finally {
      compare.mockRestore()
    }
  })
})

describe('createCredential()', () => {
  const url = new URL('https://lab.example/labkey/')
  const source = { kind: 'explicit', place: 'test' } as const

  test('is bound to the origin, frozen, and without a line end after the key', () => {
    const credential = createCredential({ url, secret: 'k\r\n', source })
    expect(credential).toMatchObject({ origin: 'https://lab.example', login: 'apikey' })
    expect(credential.secret.reveal()).toBe('k')
    expect(Object.isFrozen(credential)).toBe(true)
  })

  test.for([
    { name: 'an empty key', secret: '' },
    { name: 'a blank key', secret: '  ' },
    { name: 'a blank inside', secret: 'k k' },
    { name: 'a zero-width space', secret: 'k\u200b' },
    { name: 'a line end inside', secret: 'k\nk' },
    { name: '513 characters', secret: 'k'.repeat(513) },
    { name: 'a login with a colon', secret: 'k', login: 'a:b' },
    { name: 'an empty login', secret: 'k', login: '' },
  ])('refuses $name without repeating it', ({ secret, login }) => {
    const create = () =>
      createCredential({ url, secret, source, ...(login !== undefined && { login }) })
    expect(create).toThrow(expect.objectContaining({ code: 'ERR_CREDENTIAL_FORMAT' }))
    expect(create).not.toThrow(/k k|kkk/)
  })

  test.for(['session|0123', 'apikey|0123', 'lks_x', 'a:b', '0'.repeat(64), '~!@#$%^&*()'])(
    'takes a key of any shape: %s',
    (secret) => {
      expect(createCredential({ url, secret, source }).secret.reveal()).toBe(secret)
    },
  )

  test('takes a password with letters beyond ASCII', () => {
    const credential = createCredential({ url, login: 'ann@lab.example', secret: 'pä ss', source })
    expect(credential.secret.reveal()).toBe('pä ss')
  })
})
