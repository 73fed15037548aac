// docs/api-coverage.md against the client: each function that the table names is called, and reaches something.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { areas } from '../areas/area-cases.ts'
import { createStandIn } from '../areas/stand-in.ts'
import { capabilities, renderCoverage } from './capabilities.ts'
import { proofs, type Proof } from './proofs.ts'

const standIn = createStandIn()
beforeAll(() => standIn.start())
afterAll(() => standIn.stop())

/** The proofs, with those that the cases of areas are. */
const all: Readonly<Record<string, Proof>> = {
  ...Object.fromEntries(
    areas.flatMap(({ name, cases }) =>
      Object.entries(cases).map(([method, { options, before = [], asks, answer }]) => {
        const call: Proof['call'] = (labkey) => {
          const own = Reflect.get(Reflect.get(labkey, name) as object, method) as (
            given: object,
          ) => Promise<unknown>
          return own(options)
        }
        const answers = [...before, { answer }].map((step) => step.answer)
        return [`${name}.${method}`, { reaches: asks.replace(/^.*\//, ''), answers, call }]
      }),
    ),
  ),
  ...proofs,
}

const named = [...new Set(capabilities.flatMap(([, , , ours]) => ours))]

describe('the table of capabilities', () => {
  test('has all of them, as the sources of the five clients were counted', () => {
    expect(capabilities).toHaveLength(163)
    const count = (peer: 'js' | 'python' | 'r' | 'java' | 'rust') =>
      capabilities.filter(([, , peers]) => peers[peer].length > 0).length
    expect([count('js'), count('python'), count('r'), count('java'), count('rust')]).toEqual([
      124, 51, 57, 60, 113,
    ])
  })

  test('says at least 145 of them are here', () => {
    expect(capabilities.filter(([, , , ours]) => ours.length > 0).length).toBeGreaterThanOrEqual(
      145,
    )
  })

  test('is what docs/api-coverage.md shows', () => {
    const file = join(import.meta.dirname, '../../../../docs/api-coverage.md')
    expect(readFileSync(file, 'utf8')).toBe(renderCoverage())
  })

  test.each(named)('%s reaches a server', async (name) => {
    const proof = all[name]
    expect(proof, 'a name of the table has a proof').toBeDefined()
    if (proof === undefined) return
    standIn.came.length = 0
    standIn.answers = proof.answers
    await proof.call(standIn.labkey)
    const reached = standIn.came.map(({ asks, params, body, contentType }) => {
      const form = contentType.startsWith('application/x-www-form-urlencoded')
      const pairs = [...params, ...(form ? new URLSearchParams(body) : [])]
      return [asks, ...pairs.map((pair) => pair.join('='))].join('\n')
    })
    expect(reached.length).toBeGreaterThan(0)
    expect(reached.at(-1)).toContain(proof.reaches)
  })
})
