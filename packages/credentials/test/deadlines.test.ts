// The deadlines that hold when a program names none, on a clock that the test turns.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { setImmediate } from 'node:timers/promises'
import tty from 'node:tty'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fromCommand, systemKeychain } from '@wellkey/credentials'

const url = new URL('https://lab.example/labkey/')
const folder = mkdtempSync(join(tmpdir(), 'wellkey-deadlines-'))
const keytar = join(folder, 'silent.cjs')
writeFileSync(keytar, 'exports.getPassword = () => new Promise(() => {})')
// No bus is asked before the worker has answered, which it never does.
const environment = { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  syncBuiltinESMExports()
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** Lets somebody sit at the terminal, or nobody. */
function seat(person: 0 | 2 | undefined): void {
  vi.spyOn(tty, 'isatty').mockImplementation((descriptor) => descriptor === person)
  syncBuiltinESMExports()
}

/** How a call ends that is given this time, and whether it had ended a millisecond before. */
async function endAfter(call: Promise<unknown>, ms: number) {
  let isOver = false
  const ended = call
    .catch((error: unknown) => error)
    .finally(() => {
      isOver = true
    })
  while (vi.getTimerCount() === 0) await setImmediate()
  await vi.advanceTimersByTimeAsync(ms - 1)
  const wasOver = isOver
  await vi.advanceTimersByTimeAsync(1)
  return { wasOver, error: await ended }
}

describe('systemKeychain() without timeoutMs', () => {
  test.for([
    { person: 0, ms: 60_000, who: 'a person types' },
    { person: 2, ms: 60_000, who: 'a person reads' },
    { person: undefined, ms: 5000, who: 'nobody is there' },
  ] as const)('waits $ms ms when $who', async ({ person, ms }) => {
    seat(person)
    const keychain = systemKeychain({ environment, keytar })
    const { wasOver, error } = await endAfter(keychain.get(url, 'apikey'), ms)
    expect(wasOver).toBe(false)
    expect(error).toMatchObject({
      code: 'ERR_CREDENTIAL_KEYCHAIN_TIMEOUT',
      message: expect.stringContaining(`within ${ms / 1000} s`),
    })
  })
})

describe('fromCommand() without timeoutMs', () => {
  test('waits 10 s', async () => {
    const provider = fromCommand([execPath, '-e', 'setInterval(() => {}, 1000)'])
    const { wasOver, error } = await endAfter(provider({ url }), 10_000)
    expect(wasOver).toBe(false)
    expect(error).toMatchObject({
      code: 'ERR_CREDENTIAL_SOURCE',
      message: expect.stringContaining('did not end within 10 s and was killed'),
    })
  })
})
