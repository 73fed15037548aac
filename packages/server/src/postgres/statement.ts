/** One SQL statement under the name it is prepared with on each connection. */
export interface Statement {
  readonly name: string
  readonly text: string
}

/** Runs a statement and returns its rows. */
export type Run = <Row extends object>(
  statement: Statement,
  values?: readonly unknown[],
) => Promise<readonly Row[]>

/**
 * The moment of a statement in milliseconds since 1970: `$1`, or by the database's clock where that is
 * null, so that all instances go by one clock.
 */
export const now: string =
  '(SELECT coalesce($1::bigint, (extract(epoch FROM clock_timestamp()) * 1000)::bigint))'
