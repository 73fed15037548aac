import { createHash } from 'node:crypto'

import type { ContainerSeed, ServerOptions, TermsOfUse, UserSeed } from './options.ts'
import { defaultRelease, parseRelease } from './release.ts'
import type { Release } from './release.ts'
import { resolveTables } from './resolve-tables.ts'
import type { PlacedTable } from './resolve-tables.ts'
import { resolveSettings } from './resolve-settings.ts'
import type { Settings } from './resolve-settings.ts'
import { ServerError } from './server-error.ts'
import { createContainerTree } from './site/container.ts'
import type { Container, ContainerTree } from './site/container.ts'
import type { User } from './site/user.ts'

/** The options of a server, checked and complete. */
export interface ResolvedOptions {
  readonly users: readonly User[]
  readonly containers: ContainerTree
  readonly tables: readonly PlacedTable[]
  readonly settings: Settings
  readonly termsOfUse: TermsOfUse
  readonly contextPath: string
  readonly release: Release
  readonly sqlTimeoutMs: number
  readonly maxJournalEntries: number
}

const defaultTerms: TermsOfUse = {
  version: '1',
  content:
    'The data on this server may describe people. Use it only for the activity you declare, do not ' +
    'try to find out who somebody is, and keep copies no longer than that activity needs them.',
}

const firstUserId = 1001
const minPassword = 8

/**
 * Checks the options of a server once and completes them; nothing behind it checks again.
 *
 * @throws {ServerError} `ERR_SERVER_OPTIONS` that names the option.
 */
export function resolveOptions(options: ServerOptions): ResolvedOptions {
  const users = options.users.map(resolveUser)
  const emails = new Set(users.map((user) => user.email.toLowerCase()))
  if (emails.size < users.length) throw wrong('users: two have the same email')
  const containers = resolveContainers(options.containers ?? [])
  return {
    users,
    containers,
    tables: resolveTables(options, containers),
    settings: resolveSettings(options.settings ?? {}),
    termsOfUse: options.termsOfUse ?? defaultTerms,
    contextPath: resolveContextPath(options.contextPath ?? ''),
    release: parseRelease(options.release ?? defaultRelease),
    sqlTimeoutMs: options.sqlTimeoutMs ?? 5000,
    maxJournalEntries: resolveJournal(options.maxJournalEntries ?? 1000),
  }
}

function resolveUser(seed: UserSeed, index: number): User {
  if (!/^[^\s@:]+@[^\s@:]+$/.test(seed.email)) throw wrong(`users[${index}]: email is not one`)
  if (seed.password.length < minPassword) {
    throw wrong(`users[${index}]: password has fewer than ${minPassword} characters`)
  }
  return Object.freeze({
    id: firstUserId + index,
    email: seed.email,
    displayName: seed.displayName ?? seed.email.replace(/@.*/, ''),
    role: seed.role,
    isActive: seed.isActive ?? true,
    maxPhi: seed.maxPhi ?? 'Restricted',
  })
}

function resolveJournal(entries: number): number {
  if (Number.isInteger(entries) && entries >= 0 && entries <= 1_000_000) return entries
  throw wrong('maxJournalEntries must be a whole number from 0 to 1000000')
}

function resolveContextPath(contextPath: string): string {
  const path = contextPath === '/' ? '' : contextPath.replace(/\/$/, '')
  if (!/^(\/[A-Za-z0-9._~-]+)*$/.test(path) || /\/\.{1,2}(\/|$)/.test(path)) {
    throw wrong(`contextPath: '${contextPath}' must look like '/labkey'`)
  }
  return path
}

function resolveContainers(seeds: readonly ContainerSeed[]): ContainerTree {
  const root = container({ path: '/' }, 1, null)
  const all = seeds.some((seed) => seed.path === '/home') ? seeds : [{ path: '/home' }, ...seeds]
  const byPath = new Map(all.map((seed) => [seed.path.toLowerCase(), seed]))
  if (byPath.size < all.length) throw wrong('containers: two have the same path')
  const others = all.map((seed, index) => {
    if (!/^(\/[^/\\]+)+$/.test(seed.path)) {
      throw wrong(`containers: '${seed.path}' must look like '/Project' or '/Project/folder'`)
    }
    const lineage = seed.path
      .split('/')
      .map((_, depth, names) => names.slice(0, depth + 1).join('/'))
    const parents = lineage.slice(1).map((path) => byPath.get(path.toLowerCase()))
    const protector = parents.find((parent) => parent?.protected)
    if (parents.includes(undefined))
      throw wrong(`containers: the parent of '${seed.path}' is missing`)
    if (protector && seed.guestRead) {
      throw wrong(`containers: '${seed.path}' is protected, so guests cannot read it`)
    }
    return container(seed, index + 2, protector?.path ?? null)
  })
  return createContainerTree(root, others)
}

function container(seed: ContainerSeed, rowId: number, protectedBy: string | null): Container {
  const digest = createHash('sha256').update(seed.path).digest('hex')
  return Object.freeze({
    path: seed.path,
    name: seed.path.replace(/^.*\//, ''),
    rowId,
    entityId: digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
    hasGuestRead: seed.guestRead ?? false,
    isProtected: seed.protected ?? false,
    protectedBy,
    title: seed.title ?? null,
    description: seed.description ?? null,
  })
}

function wrong(message: string): ServerError {
  return new ServerError('ERR_SERVER_OPTIONS', message)
}
