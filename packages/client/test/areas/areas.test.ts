// Every function of every area, over the wire: what it sends, what it makes of the answer, and what it refuses.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { LabKeyDecodeError, LabKeyPermissionError } from '@wellkey/client'
import { rejection } from '../recording-server.ts'
import type { Step } from './area-case.ts'
import { areas } from './area-cases.ts'
import { createStandIn, type Came } from './stand-in.ts'

const standIn = createStandIn()
const { labkey, came } = standIn
beforeAll(() => standIn.start())
afterAll(() => standIn.stop())
beforeEach(() => {
  came.length = 0
  standIn.status = 200
})

const cases = areas.flatMap(({ name, exported, cases: own }) =>
  Object.entries(own).map(([method, one]) => ({
    title: `${name}.${method}`,
    area: name,
    method,
    exported,
    one,
  })),
)

/** What TypeScript does not know by a text. */
function call(functions: object, method: string, ...args: readonly unknown[]): Promise<unknown> {
  const found: unknown = Reflect.get(functions, method)
  if (typeof found !== 'function') throw new Error(`there is no ${method}`)
  return Promise.resolve(Reflect.apply(found, undefined, args) as unknown)
}

const areaOf = (name: string): object => Reflect.get(labkey, name) as object

function expectSent({ asks, params = [], json, form, multipart }: Step, sent: Came | undefined) {
  expect(sent?.asks).toBe(asks)
  expect(sent?.params).toEqual(params)
  expect(sent?.authorization).toMatch(/^Basic /)
  if (!asks.startsWith('GET')) expect(sent?.csrf).toMatch(/^[0-9a-f]{32,}$/)
  if (json !== undefined) {
    expect(sent?.contentType).toMatch(/^application\/json/)
    expect(JSON.parse(sent?.body ?? '')).toEqual(json)
  } else if (form !== undefined) {
    expect(sent?.contentType).toMatch(/^application\/x-www-form-urlencoded/)
    expect([...new URLSearchParams(sent?.body)]).toEqual(form)
  } else if (multipart !== undefined) {
    expect(sent?.contentType).toMatch(/^multipart\/form-data; boundary=/)
    for (const [name, content] of multipart) {
      expect(sent?.body).toContain(`name="${name}"`)
      expect(sent?.body).toContain(content)
    }
  } else {
    expect(sent?.body).toBe('')
  }
}

describe.each(cases)('$title', ({ area, method, exported, one }) => {
  const steps: readonly Step[] = [...(one.before ?? []), one]

  test('sends what LabKey reads, and gives what LabKey answers', async () => {
    standIn.answers = steps.map(({ answer }) => answer)
    expect(await call(areaOf(area), method, one.options)).toEqual(one.gives)
    expect(came).toHaveLength(steps.length)
    for (const [index, step] of steps.entries()) expectSent(step, came[index])
  })

  test('alone, does the same with a client', async () => {
    standIn.answers = steps.map(({ answer }) => answer)
    expect(await call(exported, method, labkey, one.options)).toEqual(one.gives)
    expectSent(one, came.at(-1))
    const stranger = rejection(call(exported, method, { ...labkey }, one.options))
    expect(await stranger).toMatchObject({
      code: 'ERR_LABKEY_OPTIONS',
      message: expect.stringContaining(`${area}.${method} takes a client`) as string,
    })
  })

  test('refuses wrong options by their names, and sends nothing', async () => {
    const misspelt = { ...one.options, nonsense: 1 }
    expect(await rejection(call(areaOf(area), method, misspelt))).toMatchObject({
      code: 'ERR_LABKEY_OPTIONS',
      message: expect.stringContaining(`${area}.${method} has no option "nonsense"`) as string,
    })
    for (const name of Object.keys(one.options)) {
      const wrong = { ...one.options, [name]: () => 'secret' }
      const error = await rejection(call(areaOf(area), method, wrong))
      expect(error).toMatchObject({
        code: 'ERR_LABKEY_OPTIONS',
        message: expect.stringContaining(`${area}.${method}: ${name} must be`) as string,
      })
      expect(String(error)).not.toContain('secret')
    }
    expect(came).toEqual([])
  })

  test('reports what LabKey refuses', async () => {
    standIn.status = 403
    standIn.answers = [{ success: false, exception: 'User does not have permission' }]
    const error = await rejection(call(areaOf(area), method, one.options))
    expect(error).toBeInstanceOf(LabKeyPermissionError)
    standIn.status = 200
    standIn.answers = [[1]]
    expect(await rejection(call(areaOf(area), method, one.options))).toBeInstanceOf(
      LabKeyDecodeError,
    )
  })
})

test('each function of each area has a case, here or in test/wire or test/files, and nothing else is exported that runs', () => {
  const wire = ['../wire/every-function.test.ts', '../files/border.test.ts']
    .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
    .join('')
  for (const { name, exported, cases: own } of areas) {
    const names = Object.keys(exported).toSorted()
    expect(Object.keys(areaOf(name)).toSorted()).toEqual(names)
    const elsewhere = names.filter(
      (method) =>
        wire.includes(`async '${name}.${method}'(`) || wire.includes(`'${name}.${method}': {`),
    )
    expect([...Object.keys(own), ...elsewhere].toSorted()).toEqual(names)
  }
  const parts = Object.entries(labkey).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && name !== 'query' && name !== 'keys' ? [name] : [],
  )
  expect(parts.toSorted()).toEqual(areas.map(({ name }) => name).toSorted())
})

test.each(['deleteContainer', 'renameContainer', 'moveContainer'])(
  '%s is never about a container by default',
  async (method) => {
    const given = method === 'moveContainer' ? { destination: '/X' } : {}
    expect(await rejection(call(labkey.containers, method, given))).toMatchObject({
      code: 'ERR_LABKEY_OPTIONS',
      message: expect.stringContaining(`containers.${method}: container must be`) as string,
    })
    expect(came).toEqual([])
  },
)

test.each([{}, { containers: 'x' }, { containers: [1] }, { containers: [{ id: 1 }] }])(
  'an answer without what it must have is no empty answer: %j',
  async (answer) => {
    standIn.answers = [answer]
    expect(await rejection(labkey.containers.getContainers())).toBeInstanceOf(LabKeyDecodeError)
  },
)
