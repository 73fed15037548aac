import { RefusedError } from '../http/failures.ts'
import { StoreUnavailableError } from '../store/store-unavailable-error.ts'
import type { Awaitable, AuditStore } from '../store/store.ts'
import type { AuditFacts } from './audit-record.ts'

/** How a server writes its audit. */
export interface AuditLog {
  /**
   * Writes a record. Must be called, and waited for, before the data goes out.
   *
   * @throws {RefusedError} 503 if it cannot be recorded: no access without its record.
   */
  readonly write: (facts: AuditFacts) => Awaitable<void>
}

/** Returns the audit that a store keeps. */
export function createAuditLog(store: AuditStore): AuditLog {
  return {
    write: (facts) => {
      try {
        const written = store.append(facts)
        return written instanceof Promise ? written.catch(refuse) : undefined
      } catch (error) {
        return refuse(error)
      }
    },
  }
}

function refuse(error: unknown): never {
  if (!(error instanceof StoreUnavailableError)) throw error
  throw new RefusedError(503, 'The access cannot be recorded, so it is refused. Try again later.', {
    headers: { 'Retry-After': '2' },
  })
}
