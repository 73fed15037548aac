import { randomBytes } from 'node:crypto'

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { demoOptions } from '@wellkey/server'
import type { Listening } from '@wellkey/server'
import type { PostgresServer } from '@wellkey/server/postgres'

import { basic } from '../browser.ts'
import { hasChromium, startChromium } from '../chromium.ts'
import { startBalancer } from './balancer.ts'
import type { Balancer } from './balancer.ts'
import { hasPostgres, startCluster } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { startInstance } from './instance.ts'

describe.skipIf(!hasPostgres || !hasChromium)('two instances, in Chromium', () => {
  const demo = demoOptions()
  const instances: PostgresServer[] = []
  const listening: Listening[] = []
  let cluster: Cluster
  let browser: Browser
  let balancer: Balancer

  beforeAll(async () => {
    ;[cluster, browser] = await Promise.all([startCluster(), startChromium()])
    const url = await cluster.newDatabase()
    const secret = randomBytes(32)
    for (let count = 0; count < 2; count += 1) {
      const instance = await startInstance(url, secret, demo.options)
      instances.push(instance)
      listening.push(await instance.listen())
    }
    balancer = await startBalancer(listening.map(({ port }) => port))
  }, 120_000)

  afterAll(async () => {
    await browser.close()
    await balancer.close()
    await Promise.all(listening.map((each) => each.close()))
    await Promise.all(instances.map((each) => each.close()))
    await cluster.remove()
  }, 120_000)

  const rows = 'query-selectRows.api?schemaName=lists&query.queryName=Patients&query.maxRows=1'
  const statusesOf = (key: string): Promise<number[]> =>
    Promise.all(
      listening.map(async ({ url }) => {
        const answer = await fetch(`${url}/Demo%20Study/${rows}`, { headers: basic(key) })
        return answer.status
      }),
    )

  test(
    'every other request goes to the other one: sign in, declare, a key that works on both, sign out, refused by both at once',
    { timeout: 120_000 },
    async () => {
      const page = await (await browser.newContext()).newPage()
      page.setDefaultTimeout(30_000)
      const [, researcher] = demo.users
      await page.goto(`${balancer.url}/login-login.view`)
      await page.getByLabel('Email').fill(researcher?.email ?? '')
      await page.getByLabel('Password').fill(researcher?.password ?? '')
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('link', { name: 'Demo Study' }).click()
      await page.getByLabel('I agree to these terms').check()
      await page.getByRole('button', { name: 'Agree' }).click()
      await page.getByLabel('Role or activity').fill('Quality improvement')
      await page.getByLabel('IRB number').fill('2024-0117')
      await page.getByLabel('Full PHI').check()
      await page.getByRole('button', { name: 'Continue to the terms' }).click()
      await page.getByLabel('I have read these terms and sign them').check()
      await page.getByRole('button', { name: 'Sign and continue' }).click()
      expect(await page.getByRole('definition').allTextContents()).toContain('Full PHI')

      await page.goto(`${balancer.url}/Demo%20Study/security-externalToolsView.view`)
      await page.getByRole('button', { name: 'Generate Session Key' }).click()
      const key = await page.getByLabel('Your new session key').inputValue()
      expect(key).toMatch(/^[0-9a-f]{64}$/)
      expect(await statusesOf(key)).toEqual([200, 200])

      await page.goto(`${balancer.url}/Demo%20Study/project-begin.view`)
      await page.getByRole('navigation').getByText('researcher', { exact: true }).click()
      await page.getByRole('navigation').getByText('Sign out', { exact: true }).click()
      await page.getByLabel('Password').waitFor()
      expect(await statusesOf(key)).toEqual([401, 401])

      // Both had a share, and both wrote the one audit.
      for (const count of balancer.counts) expect(count).toBeGreaterThan(5)
      expect(await instances[0]?.verifyAudit()).toEqual({ isValid: true })
      const records = (await instances[1]?.store.audit.records()) ?? []
      const accesses = records.filter(
        ({ keyKind, event }) => keyKind === 'session-key' && event === 'SelectQuery',
      )
      expect(accesses.map(({ irb, phiLevel }) => [irb, phiLevel])).toEqual([
        ['2024-0117', 'PHI'],
        ['2024-0117', 'PHI'],
      ])
    },
  )
})
