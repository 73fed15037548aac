import type { Clock } from '../clock.ts'
import type { User } from '../site/user.ts'
import { createKeyTable } from './key-table.ts'
import type { ApiKey, ApiKeyStore } from './store.ts'

/** API keys in memory, with what a store needs that removes a user. */
export interface MemoryApiKeys extends Omit<ApiKeyStore, 'remove'> {
  readonly remove: (rowId: number, userId?: number) => ApiKey | undefined
  readonly removeOfUser: (userId: number) => void
}

// "LastUsed is refreshed at most once per 10 min" (contract 2.2).
const lastUsedEveryMs = 10 * 60_000

/** Returns an empty store of API keys. */
export function createMemoryApiKeys(
  clock: Clock,
  userById: (id: number) => User | undefined,
): MemoryApiKeys {
  const keys = createKeyTable()
  const descriptions = new Map<number, string>()
  let lastRowId = 0

  function apiKey(slot: number): ApiKey | undefined {
    const { accessor, owner, rowId, createdAt, expiresAt, usedAt } = keys.row(slot)
    const user = userById(owner)
    if (user === undefined) return undefined
    return {
      rowId,
      accessor,
      user,
      description: descriptions.get(rowId) ?? null,
      createdAt,
      expiresAt: expiresAt === Infinity ? null : expiresAt,
      lastUsedAt: usedAt === 0 ? null : usedAt,
    }
  }

  function removeSlot(slot: number): void {
    descriptions.delete(keys.row(slot).rowId)
    keys.remove(slot)
  }

  return {
    add: ({ digest, accessor, userId, description, expiresAt }) => {
      const user = userById(userId)
      if (user === undefined) throw new RangeError(`There is no user ${userId}`)
      const rowId = (lastRowId += 1)
      const createdAt = clock.now()
      const times = { createdAt, expiresAt: expiresAt ?? Infinity, usedAt: 0 }
      keys.add(digest, { accessor, owner: userId, rowId, ...times })
      if (description !== null) descriptions.set(rowId, description)
      return { rowId, accessor, user, description, createdAt, expiresAt, lastUsedAt: null }
    },
    find: (digest) => {
      const slot = keys.find(digest)
      if (slot === undefined) return undefined
      const now = clock.now()
      if (now >= keys.expiresAt(slot)) return undefined
      const usedAt = keys.usedAt(slot)
      if (usedAt === 0 || now - usedAt >= lastUsedEveryMs) keys.setUsedAt(slot, now)
      return apiKey(slot)
    },
    list: (userId) =>
      keys
        .slots(userId === undefined ? {} : { owner: userId })
        .flatMap((slot) => apiKey(slot) ?? []),
    remove: (rowId, userId) => {
      const [slot] = keys.slots(userId === undefined ? { rowId } : { rowId, owner: userId })
      if (slot === undefined) return undefined
      const removed = apiKey(slot)
      removeSlot(slot)
      return removed
    },
    removeOfUser: (userId) => {
      for (const slot of keys.slots({ owner: userId })) removeSlot(slot)
    },
  }
}
