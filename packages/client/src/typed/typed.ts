import type { LabKeyClient } from '../create-client.ts'
import type { SchemaShapes } from './query-shape.ts'
import type { TypedQueryApi } from './typed-query-api.ts'

/** A client whose rows, columns, filters and parameters the compiler checks against a generated file. */
export interface TypedClient<Shapes> extends Omit<LabKeyClient, 'query' | 'within'> {
  readonly query: TypedQueryApi<Shapes>
  /** Gives the same client for calls in another container, which is taken to have the same queries. */
  within(container: string): TypedClient<Shapes>
}

/**
 * Gives a client the types that `wellkey types generate` has written. It is the same client: nothing is
 * checked when the program runs. For queries that are not in the file, keep the client without the types.
 *
 * @example
 * ```ts
 * const client = createClient()
 * const labkey = typed<LabKeySchemas>(client)
 * ```
 */
export function typed<Shapes extends SchemaShapes<Shapes>>(
  labkey: LabKeyClient,
): TypedClient<Shapes> {
  // The types of a generated file tell more of what the wire brings, and allow less.
  return labkey as unknown as TypedClient<Shapes>
}
