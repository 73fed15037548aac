import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { migrate } from '../../src/postgres/migrate.ts'
import { migrations } from '../../src/postgres/migrations.ts'
import { databasePassword, hasPostgres, startCluster } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { startInstance } from './instance.ts'

const nothing = (): Promise<undefined> => Promise.resolve(undefined)

describe.skipIf(!hasPostgres)('migrations', { timeout: 60_000 }, () => {
  let cluster: Cluster

  beforeAll(async () => {
    cluster = await startCluster()
  }, 60_000)
  afterAll(() => cluster.remove(), 60_000)

  test('five instances that start together on an empty database: one fills it', async () => {
    const url = await cluster.newDatabase()
    const secret = randomBytes(32)
    const instances = await Promise.all(
      Array.from({ length: 5 }, () =>
        startInstance(url, secret, { databaseLimits: { maxConnections: 1 } }),
      ),
    )
    expect(instances.filter(({ isFirst }) => isFirst)).toHaveLength(1)
    expect(await cluster.query(url, 'SELECT version FROM wellkey.migrations')).toEqual(
      migrations.map((_, index) => ({ version: index + 1 })),
    )
    expect(await instances[4]?.store.users.all()).toHaveLength(4)
    await Promise.all(instances.map((instance) => instance.close()))
  })

  test('only what is missing is applied, once, also by five at once', async () => {
    const url = await cluster.newDatabase()
    const more = [
      ...migrations,
      'CREATE TABLE wellkey.more (n integer); INSERT INTO wellkey.more VALUES (1)',
    ]
    await migrate(url, nothing)
    await Promise.all(Array.from({ length: 5 }, () => migrate(url, nothing, more)))
    expect(await cluster.query(url, 'SELECT * FROM wellkey.more')).toEqual([{ n: 1 }])
  })

  test('one that fails, or whose seed fails, leaves nothing', async () => {
    const url = await cluster.newDatabase()
    await expect(migrate(url, nothing, [...migrations, 'SELECT 1/0'])).rejects.toThrow(
      'The database cannot be used: division by zero',
    )
    const failing = migrate(url, () => Promise.reject(new Error('no users')))
    await expect(failing).rejects.toMatchObject({ code: 'ERR_SERVER_DATABASE' })
    const schemas = await cluster.query(url, "SELECT 1 FROM pg_namespace WHERE nspname = 'wellkey'")
    expect(schemas).toEqual([])
  })

  test('a database that is newer than the program is refused with words', async () => {
    const url = await cluster.newDatabase()
    await migrate(url, nothing, [...migrations, 'SELECT 1'])
    await expect(startInstance(url, randomBytes(32))).rejects.toThrow(
      /^The database has schema version 2, and this program knows versions up to 1\./,
    )
  })

  test('another secret is refused, and the right one still works', async () => {
    const url = await cluster.newDatabase()
    const secret = randomBytes(32)
    await (await startInstance(url, secret)).close()
    await expect(startInstance(url, randomBytes(32))).rejects.toMatchObject({
      code: 'ERR_SERVER_DATABASE',
      message: expect.stringContaining('another secret') as string,
    })
    await (await startInstance(url, secret)).close()
    await expect(startInstance(url, randomBytes(31))).rejects.toThrow('fewer than 32 bytes')
  })

  test('nothing that is thrown or printed holds the password', async () => {
    const url = await cluster.newDatabase()
    const secret = randomBytes(32)
    const wrong = url.replace(databasePassword, `${databasePassword}x`)
    const nowhere = url.replace(/:\d+\//, ':1/')
    const absent = `${url}_absent`
    for (const bad of [wrong, nowhere, absent]) {
      const error: unknown = await startInstance(bad, secret).catch((caught: unknown) => caught)
      expect(error).toMatchObject({ code: 'ERR_SERVER_DATABASE' })
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(databasePassword)
    }
    const server = await startInstance(url, secret)
    expect(inspect(server, { depth: 10, showHidden: true })).not.toContain(databasePassword)
    expect(JSON.stringify(server)).not.toContain(databasePassword)
    await server.close()
  })
})
