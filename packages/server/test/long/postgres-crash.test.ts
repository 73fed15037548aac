import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { readSecretFile, verifyDatabase } from '@wellkey/server/postgres'

import { hasPostgres, startCluster } from '../postgres/cluster.ts'
import type { Cluster } from '../postgres/cluster.ts'
import { startProcess } from '../postgres/instance-process.ts'
import type { InstanceProcess } from '../postgres/instance-process.ts'
import { check, send, work } from './crash-workload.ts'
import type { CrashLog, CrashUser } from './crash-workload.ts'

const kills = 60
const instances = 3
// Every fourth kill is the database's: its recovery takes longer.
const everyDatabase = 4

const users: readonly CrashUser[] = Array.from({ length: 12 }, (_, index) => ({
  id: 1001 + index,
  email: `user${index}@example.org`,
  password: randomUUID(),
}))

describe.skipIf(!hasPostgres)('servers and PostgreSQL killed at random moments', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wellkey-crash-'))
  const running = new Map<number, InstanceProcess>()
  const starting = new Set<Promise<void>>()
  let cluster: Cluster
  let url: string
  let argv: readonly string[]
  let secretFile: string

  beforeAll(async () => {
    cluster = await startCluster({ fsync: true })
    url = await cluster.newDatabase()
    secretFile = join(folder, 'secret')
    writeFileSync(secretFile, randomBytes(48).toString('base64'), { mode: 0o600 })
    const seed = join(folder, 'seed.json')
    const settings = {
      allowApiKeys: true,
      allowSessionKeys: true,
      maxSessionsPerUser: 10_000,
      passwordCost: { cost: 16, blockSize: 1, parallelization: 1 },
    }
    const seeded = users.map(({ email, password }) => ({ email, password, role: 'reader' }))
    const admin = { email: 'admin@example.org', role: 'admin' }
    writeFileSync(seed, JSON.stringify({ users: [...seeded, admin], settings }))
    argv = ['--seed', seed, '--database', url, '--secret-file', secretFile]
    await Promise.all(Array.from({ length: instances }, (_, index) => keepStarting(index)))
  })

  afterAll(async () => {
    for (const instance of running.values()) await instance.kill()
    await cluster.remove()
    rmSync(folder, { recursive: true })
  })

  /** Starts an instance, again and again while the database is away. */
  async function keepStarting(index: number): Promise<void> {
    for (;;) {
      const started = await startProcess(argv)
      if (started !== undefined) {
        running.set(index, started)
        return
      }
      await sleep(100)
    }
  }

  async function killOne(): Promise<void> {
    const [index, instance] = [...running][randomInt(running.size)] ?? []
    if (index === undefined || instance === undefined) throw new Error('Nothing runs')
    running.delete(index)
    await instance.kill()
    starting.add(keepStarting(index))
  }

  test(`${kills} kills: no acknowledged key is lost, no ended key is valid, the audit is whole`, async () => {
    const log: CrashLog = {
      keys: [],
      violations: [],
      counts: { created: 0, used: 0, refused: 0, ended: 0, unavailable: 0 },
    }
    let isOver = false
    const urls = (): readonly string[] => [...running.values()].map((instance) => instance.url)
    const working = Promise.all(users.map((user) => work(user, urls, log, () => isOver)))
    for (let killed = 1; killed <= kills; killed += 1) {
      await sleep(randomInt(100, 1200))
      if (killed % everyDatabase === 0) {
        await cluster.kill()
        await sleep(randomInt(0, 300))
        await cluster.start()
      } else {
        // Somebody has to be there to acknowledge something between two kills.
        while (running.size < 2) await sleep(20)
        await killOne()
      }
    }
    await Promise.all(starting)
    await sleep(1000)
    isOver = true
    await working
    expect(new Set(log.violations)).toEqual(new Set())
    // A workload that did nothing would prove nothing.
    const idle = Object.entries(log.counts).filter(([, count]) => count <= 20)
    expect(idle).toEqual([])

    // At rest every instance says the same of every key, and what was acknowledged.
    const outcomes = new Map<string, Set<number | undefined>>()
    for (const key of log.keys) {
      const seen = new Set<number | undefined>()
      for (const instance of urls()) {
        const answer = await check(
          key,
          (path, body, headers) => send(instance + path, body, headers),
          log,
        )
        seen.add(answer?.status)
      }
      outcomes.set(key.key, seen)
    }
    expect(log.violations).toEqual([])
    for (const seen of outcomes.values()) {
      expect(seen.size).toBe(1)
      expect([200, 401]).toContain([...seen][0])
    }

    const { records, verdict } = await verifyDatabase(url, readSecretFile(secretFile))
    expect(verdict).toEqual({ isValid: true })
    const [{ created } = {}] = await cluster.query(
      url,
      "SELECT count(*)::int AS created FROM wellkey.audit_records WHERE record LIKE '% created by %'",
    )
    expect(Number(created)).toBeGreaterThanOrEqual(log.counts.created)
    process.stderr.write(
      `${kills} kills, ${records} audit records, ${JSON.stringify(log.counts)}\n`,
    )
  })
})
