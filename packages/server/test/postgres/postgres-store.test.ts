import { randomBytes } from 'node:crypto'

import { afterAll, beforeAll, describe } from 'vitest'

import { deriveSecret, openPostgresStore } from '@wellkey/server/postgres'
import type { PostgresStore } from '@wellkey/server/postgres'

import { storeContract } from '../store/store-contract.ts'
import { hasPostgres, startCluster } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { cheapPassword } from './cheap-password.ts'

describe.skipIf(!hasPostgres)('on PostgreSQL', () => {
  let cluster: Cluster | undefined
  const opened: PostgresStore[] = []

  beforeAll(async () => {
    cluster = await startCluster()
  }, 60_000)

  afterAll(async () => {
    await Promise.all(opened.map((store) => store.close()))
    await cluster?.remove()
  }, 60_000)

  storeContract('openPostgresStore', async (setup) => {
    const store = await openPostgresStore({
      ...setup,
      ...cheapPassword(setup.users),
      url: (await cluster?.newDatabase()) ?? '',
      secret: deriveSecret(randomBytes(32)),
      databaseLimits: { maxConnections: 4 },
    })
    opened.push(store)
    return store
  })
})
