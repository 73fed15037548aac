// One process that answers from PostgreSQL: an instance of ours, or its peer that asks `SELECT 1`.
// Takes its plan from the environment as JSON; tells its port, and then its CPU time when it is asked.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { Pool } from 'pg'

import { createPostgresServer, deriveSecret } from '@wellkey/server/postgres'

/** What to run, and on which database. */
export interface PostgresPlan {
  readonly kind: 'ours' | 'select-1'
  readonly url: string
  /** Hex. */
  readonly secret: string
  readonly email: string
  readonly password: string
}

const maxConnections = 10
const plan = JSON.parse(process.env['POSTGRES_PLAN'] ?? '') as PostgresPlan
process.on('message', () => process.send?.(process.cpuUsage()))
process.on('SIGINT', () => process.exit())

if (plan.kind === 'ours') await startOurs()
else startPeer()

async function startOurs(): Promise<void> {
  const { email, password, url } = plan
  const server = await createPostgresServer({
    url,
    secret: deriveSecret(Buffer.from(plan.secret, 'hex')),
    users: [{ email, password, role: 'reader' }],
    settings: {
      allowApiKeys: true,
      allowSessionKeys: true,
      maxSessionsPerUser: 10_000,
      passwordCost: { cost: 16, blockSize: 1, parallelization: 1 },
    },
    databaseLimits: { maxConnections },
  })
  process.send?.((await server.listen()).port)
}

/** The same pool and the same framework, and the cheapest statement there is. */
function startPeer(): void {
  const pool = new Pool({ connectionString: plan.url, max: maxConnections })
  const app = new Hono()
  app.get('/', async (context) => {
    const { rows } = await pool.query<{ one: number }>('SELECT 1 AS one')
    return context.json({ one: rows[0]?.one })
  })
  serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => process.send?.(port))
}
