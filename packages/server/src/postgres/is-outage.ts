import { DatabaseError } from 'pg'

/** SQLSTATE of a transaction that the database gave up and did not carry out at all. */
const conflict = /^40(001|P01)$/

/**
 * SQLSTATE classes of a database that cannot work now: connection, refused login, no such database,
 * read-only, transaction given up, resources, lock time, operator, system, internal.
 */
const outage = /^(08|28|3D|25006|40|53|55P03|57|58|XX)/

/** Tells whether an error of the driver says that the database cannot do its work now. */
export function isOutage(error: unknown): boolean {
  if (error instanceof DatabaseError) return outage.test(error.code ?? '')
  // Everything else that the driver throws comes from the connection; a mistake of ours does not.
  return error instanceof Error && !(error instanceof TypeError || error instanceof RangeError)
}

/** Tells whether a transaction lost against another one, and would succeed if it were tried again. */
export function isConflict(error: unknown): boolean {
  return error instanceof DatabaseError && conflict.test(error.code ?? '')
}
