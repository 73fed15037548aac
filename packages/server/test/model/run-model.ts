import assert from 'node:assert/strict'

import fc from 'fast-check'
import type { Server } from '@wellkey/server'

import { basic, openBrowser, send } from '../browser.ts'
import type { Browser } from '../browser.ts'
import { emailOf, seededServer } from '../seed.ts'
import { SessionModel, absoluteMinutes, apiKeyMinutes, idleMinutes } from './session-model.ts'
import type { Person } from './session-model.ts'

const browserCount = 3
const protectedRows = '/Study/query-selectRows.api?schemaName=lists&query.queryName=People'
const userIds: Readonly<Record<Person, number>> = { admin: 1001, editor: 1002, reader: 1003 }

interface Real {
  readonly server: Server
  readonly browsers: readonly Browser[]
  readonly keys: string[]
}

type Step = (model: SessionModel, real: Real) => Promise<void>

const aBrowser = fc.integer({ min: 0, max: browserCount - 1 })
const aPerson = fc.constantFrom<Person>('admin', 'reader')
const aKey = fc.nat({ max: 7 })

/** Everything that can happen; each step does it to the server and to the model, and compares. */
const step: fc.Arbitrary<{ readonly name: string; readonly run: Step }> = fc.oneof(
  described('log in', fc.tuple(aBrowser, aPerson), ([browser, person]) => async (model, real) => {
    const { status } = await at(real, browser).logIn(person)
    assert.equal(status, model.logIn(browser, person) ? 200 : 400)
  }),
  described('log out', aBrowser, (browser) => async (model, real) => {
    assert.equal((await at(real, browser).post('/login-logoutApi.api')).status, 200)
    model.logOut(browser)
  }),
  described(
    'make a key',
    fc.tuple(aBrowser, fc.constantFrom('session' as const, 'apikey' as const)),
    ([browser, type]) =>
      async (model, real) => {
        const answer = await at(real, browser).post('/home/security-createApiKey.api', { type })
        assert.equal(answer.status, model.makeKey(browser, type))
        if (answer.status === 200) real.keys.push(String(answer.json['apikey']))
      },
  ),
  described(
    'impersonate',
    fc.tuple(aBrowser, fc.constantFrom('roles' as const, 'editor' as const, 'reader' as const)),
    ([browser, as]) =>
      async (model, real) => {
        const { status } =
          as === 'roles'
            ? await at(real, browser).post('/user-impersonateRoles.api', {
                roleNames: ['ReaderRole'],
              })
            : await at(real, browser).post('/user-impersonateUser.api', { email: emailOf(as) })
        assert.equal(status, model.impersonate(browser, as))
      },
  ),
  described('stop impersonating', aBrowser, (browser) => async (model, real) => {
    const { status } = await at(real, browser).post('/login-stopImpersonatingApi.api')
    assert.equal(status, model.stopImpersonating(browser))
  }),
  described('declare', aBrowser, (browser) => async (model, real) => {
    await at(real, browser).declare('Limited')
    model.declare(browser)
  }),
  described(
    'wait',
    fc.constantFrom(1, idleMinutes - 1, idleMinutes, absoluteMinutes / 2, apiKeyMinutes),
    (minutes) => async (model, real) => {
      real.server.clock.advance(minutes * 60_000)
      model.minutes += minutes
      await Promise.resolve()
    },
  ),
  described('lock out or let in', fc.boolean(), (isOut) => async (model, real) => {
    const office = openBrowser(real.server)
    await office.logIn('admin')
    const action = isOut ? 'deactivateUsers' : 'activateUsers'
    await office.send(`/user-${action}.view`, { form: { userId: String(userIds.reader) } })
    await office.post('/login-logoutApi.api')
    if (isOut) model.lockOut('reader')
    else model.lockedOut.delete('reader')
  }),
  described('look by browser', aBrowser, (browser) => async (model, real) => {
    const { json } = await at(real, browser).send('/login-whoami.api')
    assert.equal(json['email'], model.seenByBrowser(browser))
  }),
  described('look by key', aKey, (index) => async (model, real) => {
    const headers = basic(real.keys[index] ?? 'none')
    const { status, json } = await send(real.server, '/login-whoami.api', { headers })
    assert.equal(status === 401 ? 401 : json['email'], model.seenByKey(index))
  }),
  described('read by key', aKey, (index) => async (model, real) => {
    const headers = basic(real.keys[index] ?? 'none')
    const { status } = await send(real.server, protectedRows, { headers })
    assert.equal(status, model.protectedData(index))
  }),
)

/** Runs so many random interleavings of up to 40 steps against the model. */
export async function runModel(numRuns: number): Promise<void> {
  const still = { now: () => 1_700_000_000_000, monotonic: () => 0 }
  const server = seededServer({
    clock: still,
    settings: { maxSessionsPerUser: 10_000, apiKeyExpirationSeconds: apiKeyMinutes * 60 },
  })
  const property = fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
    server.reset()
    const browsers = Array.from({ length: browserCount }, () => openBrowser(server))
    const real: Real = { server, browsers, keys: [] }
    const model = new SessionModel()
    for (const { run } of steps) await run(model, real)
    // At the end everything is looked at once more, and the audit is whole.
    for (const index of real.keys.keys()) {
      const headers = basic(real.keys[index] ?? '')
      const { status, json } = await send(server, '/login-whoami.api', { headers })
      const expected = model.seenByKey(index)
      // A wrong key too often from one address is told to wait; that is 401 like any other.
      assert.equal(status === 401 ? 401 : json['email'], expected)
    }
    assert.deepEqual(server.verifyAudit(), { isValid: true })
  })
  await fc.assert(property, { numRuns })
}

function described<Value>(
  name: string,
  values: fc.Arbitrary<Value>,
  make: (value: Value) => Step,
): fc.Arbitrary<{ readonly name: string; readonly run: Step }> {
  return values.map((value) => ({
    name,
    run: make(value),
    toString: () => `${name} ${JSON.stringify(value)}`,
  }))
}

function at(real: Real, browser: number): Browser {
  const found = real.browsers[browser]
  if (found === undefined) throw new RangeError(`There is no browser ${browser}`)
  return found
}
