import type { TableDefinition } from './table-definition.ts'

/** The numbers that LabKey knows a domain and its properties by; they stay when names change. */
export interface DomainIds {
  readonly domainId: number
  /** The number of a column, by its name without regard to case. */
  readonly propertyId: (columnName: string) => number
  /** Gives the numbers of names to other names, all at once: two may change places. */
  readonly rename: (names: readonly (readonly [from: string, to: string])[]) => void
}

/** The numbers of a server's domains, given out when somebody first asks. */
export interface DomainRegistry {
  readonly of: (entityId: string, table: Pick<TableDefinition, 'schemaName' | 'name'>) => DomainIds
  /** Gives the numbers of a table to the same table under another name. */
  readonly rename: (
    entityId: string,
    from: Pick<TableDefinition, 'schemaName' | 'name'>,
    to: string,
  ) => void
  /** Forgets a table; one of the same name gets other numbers. */
  readonly forget: (entityId: string, table: Pick<TableDefinition, 'schemaName' | 'name'>) => void
}

/** Returns a registry that has given out nothing yet. */
export function createDomainRegistry(): DomainRegistry {
  const domains = new Map<string, DomainIds>()
  let last = 1000
  const next = (): number => (last += 1)

  function create(): DomainIds {
    const properties = new Map<string, number>()
    const propertyId = (name: string): number => {
      const known = properties.get(name.toLowerCase()) ?? next()
      properties.set(name.toLowerCase(), known)
      return known
    }
    return {
      domainId: next(),
      propertyId,
      rename: (names) => {
        const moved = names.map(([from, to]) => [to.toLowerCase(), propertyId(from)] as const)
        for (const [from] of names) properties.delete(from.toLowerCase())
        for (const [to, id] of moved) properties.set(to, id)
      },
    }
  }

  return {
    of: (entityId, { schemaName, name }) => {
      const key = keyOf(entityId, schemaName, name)
      const ids = domains.get(key) ?? create()
      domains.set(key, ids)
      return ids
    },
    rename: (entityId, { schemaName, name }, to) => {
      const ids = domains.get(keyOf(entityId, schemaName, name))
      domains.delete(keyOf(entityId, schemaName, name))
      if (ids !== undefined) domains.set(keyOf(entityId, schemaName, to), ids)
    },
    forget: (entityId, { schemaName, name }) => {
      domains.delete(keyOf(entityId, schemaName, name))
    },
  }
}

function keyOf(entityId: string, schemaName: string, name: string): string {
  return JSON.stringify([entityId, schemaName, name]).toLowerCase()
}
