import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { Client } from 'pg'

const binaries = findBinaries()

/** Whether PostgreSQL is installed; without it its tests are skipped. */
export const hasPostgres: boolean = binaries !== undefined

/** A PostgreSQL of a test's own, on a port of its own. */
export interface Cluster {
  readonly port: number
  /** URL of an empty database, new each time. */
  readonly newDatabase: () => Promise<string>
  readonly query: (url: string, sql: string) => Promise<readonly Record<string, unknown>[]>
  /** Starts it after it was killed. */
  readonly start: () => Promise<void>
  /** Kills it and all of its processes with SIGKILL. */
  readonly kill: () => Promise<void>
  /** Stops the postmaster's process group for a while (SIGSTOP), or goes on (SIGCONT). */
  readonly signal: (signal: NodeJS.Signals) => void
  /** Stops it and removes its folder. */
  readonly remove: () => Promise<void>
}

/** The password of the user `wellkey` in every cluster of this process. */
export const databasePassword: string = randomBytes(12).toString('hex')

/**
 * Makes and starts a cluster. PostgreSQL refuses to run as root, so root runs it as somebody else.
 * `fsync` is for suites that kill it: to sync each of their statements only makes others slow.
 */
export async function startCluster({ fsync = false } = {}): Promise<Cluster> {
  if (binaries === undefined) throw new Error('PostgreSQL is not installed')
  const identity = process.getuid?.() === 0 ? unprivileged() : undefined
  const folder = mkdtempSync(join(tmpdir(), 'wellkey-postgres-'))
  if (identity !== undefined) chownSync(folder, identity.uid, identity.gid)
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, databasePassword)
  if (identity !== undefined) chownSync(passwordFile, identity.uid, identity.gid)
  const { status, stderr } = spawnSync(
    join(binaries, 'initdb'),
    // `--no-sync` is about making the cluster, not about what it does then.
    [
      '-D',
      data,
      '-U',
      'wellkey',
      '-A',
      'scram-sha-256',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
    ].concat(`--pwfile=${passwordFile}`),
    { ...identity, cwd: folder, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`)
  const port = await freePort()
  const base = `postgres://wellkey:${databasePassword}@127.0.0.1:${port}`
  let postmaster: ChildProcess | undefined

  const cluster: Cluster = {
    port,
    newDatabase: async () => {
      const name = `test_${randomBytes(6).toString('hex')}`
      await cluster.query(`${base}/postgres`, `CREATE DATABASE ${name}`)
      return `${base}/${name}`
    },
    query: async (url, sql) => {
      const client = new Client(url)
      client.on('error', () => undefined)
      await client.connect()
      try {
        return (await client.query<Record<string, unknown>>(sql)).rows
      } finally {
        await client.end()
      }
    },
    start: async () => {
      const settings = {
        listen_addresses: '127.0.0.1',
        port: String(port),
        unix_socket_directories: '',
        fsync: fsync ? 'on' : 'off',
        max_connections: '100',
        logging_collector: 'off',
      }
      const options = Object.entries(settings).flatMap(([name, value]) => [
        '-c',
        `${name}=${value}`,
      ])
      for (let tries = 0; ; tries += 1) {
        // A process group of its own, so that no signal to the tests reaches it.
        postmaster = spawn(join(binaries, 'postgres'), ['-D', data, ...options], {
          ...identity,
          cwd: folder,
          detached: true,
          stdio: 'ignore',
        })
        if (await isReady(`${base}/postgres`, postmaster)) return
        // After a kill it refuses to start as long as one of its old processes lives.
        if (tries > 100) throw new Error('PostgreSQL does not start')
        await sleep(100)
      }
    },
    kill: async () => {
      await stopWith(postmaster, 'SIGKILL', true)
    },
    signal: (signal) => {
      if (postmaster?.pid !== undefined) signalAll(postmaster.pid, signal)
    },
    remove: async () => {
      await stopWith(postmaster, 'SIGINT', false)
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await cluster.start()
  return cluster
}

function findBinaries(): string | undefined {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root) : []
  const folders = versions
    .toSorted((left, right) => Number(right) - Number(left))
    .map((version) => join(root, version, 'bin'))
  return [...folders, '/usr/local/bin', '/usr/bin'].find(
    (folder) => existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb')),
  )
}

function unprivileged(): { uid: number; gid: number } {
  const read = (option: string): number =>
    Number(spawnSync('id', [option, 'nobody'], { encoding: 'utf8' }).stdout.trim())
  return { uid: read('-u'), gid: read('-g') }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Waits until it answers; `false`: it ended before it did. */
async function isReady(url: string, postmaster: ChildProcess): Promise<boolean> {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (hasEnded(postmaster)) return false
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.query('SELECT 1')
      return true
    } catch {
      await sleep(50)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  throw new Error('PostgreSQL does not answer')
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

async function stopWith(
  child: ChildProcess | undefined,
  signal: NodeJS.Signals,
  isForAll: boolean,
): Promise<void> {
  if (child?.pid === undefined || hasEnded(child)) return
  const exited = once(child, 'exit')
  if (isForAll) signalAll(child.pid, signal)
  else child.kill(signal)
  await exited
}

// Each backend is a group leader of its own in PostgreSQL, so they are found by their parent.
function signalAll(pid: number, signal: NodeJS.Signals): void {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
  const children = stdout
    .split('\n')
    .map(Number)
    .filter((child) => child > 0)
  for (const each of [pid, ...children]) {
    try {
      process.kill(each, signal)
    } catch {
      // It ended by itself meanwhile.
    }
  }
}
