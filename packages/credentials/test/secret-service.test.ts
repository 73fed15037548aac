// What the Secret Service is asked beside keytar, on a bus whose answers are the test's.
import { afterEach, describe, expect, test } from 'vitest'
import { askSecretService } from '../src/keychain/secret-service.ts'
import { startFakeBus, text, uint32, type BusAnswer, type FakeBus } from './fake-bus.ts'

const entry = { service: 'wellkey:https://lab.example', account: 'apikey' }
const timeoutMs = 15_000
const unknownMethod = { error: 'org.freedesktop.DBus.Error.UnknownMethod' }
const nothing = { signature: 'aoao', body: Buffer.concat([uint32(0), uint32(0)]) }
const noKeyring = { signature: 'o', body: text('/') }

let bus: FakeBus | undefined
afterEach(async () => {
  await bus?.stop()
})

async function ask(answer: (member: string, count: number) => BusAnswer) {
  bus = await startFakeBus(answer)
  const state = await askSecretService(bus.address, entry, timeoutMs).catch(
    (error: unknown) => error,
  )
  return { state, searches: bus.called.filter((name) => name === 'SearchItems').length }
}

describe.skipIf(process.platform === 'win32')('askSecretService()', () => {
  test('asks again while the Secret Service has its name and no objects yet', async () => {
    const { state, searches } = await ask((member, count) => {
      if (member !== 'SearchItems') return noKeyring
      return count <= 3 ? unknownMethod : nothing
    })
    expect(state).toEqual({ isEntryLocked: false, keyring: 'missing' })
    expect(searches).toBe(4)
  })

  test('gives up on one that never offers them, and says what it answers', async () => {
    const { state, searches } = await ask(() => unknownMethod)
    expect(String(state)).toContain('the Secret Service answers org.freedesktop.DBus.Error.Unknown')
    expect(searches).toBe(10)
  })

  test.for([
    { error: 'org.freedesktop.DBus.Error.ServiceUnknown', state: undefined },
    { error: 'org.freedesktop.DBus.Error.NameHasNoOwner', state: undefined },
    { error: 'org.freedesktop.DBus.Error.Spawn.ExecFailed', state: undefined },
    { error: 'org.freedesktop.DBus.Error.AccessDenied', state: expect.any(Error) },
  ])('asks once when the answer is $error', async ({ error, state }) => {
    const asked = await ask(() => ({ error }))
    expect(asked.state).toEqual(state)
    expect(asked.searches).toBe(1)
  })

  test('sees a locked entry', async () => {
    const item = text('/org/freedesktop/secrets/collection/login/1')
    const locked = Buffer.concat([uint32(0), uint32(item.length), item])
    const { state } = await ask((member) =>
      member === 'SearchItems' ? { signature: 'aoao', body: locked } : noKeyring,
    )
    expect(state).toMatchObject({ isEntryLocked: true })
  })
})
