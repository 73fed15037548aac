import { createRowStore } from './row-store.ts'
import type { RowStore } from './row-store.ts'
import type { TableDefinition } from './table-definition.ts'

/** A table in a container, with its rows if they are kept. */
export interface PlacedData {
  readonly definition: TableDefinition
  /** `null` unless the rows are kept. */
  readonly store: RowStore | null
}

/** The tables of a server, by container. */
export interface Database {
  /** The tables of the container with this entity id. */
  readonly tablesIn: (entityId: string) => readonly PlacedData[]
  /** Puts a table into a container. */
  readonly add: (entityId: string, definition: TableDefinition) => void
  /** Takes a table out of a container. */
  readonly drop: (entityId: string, table: PlacedData) => void
  /** Forgets a container. */
  readonly forget: (entityId: string) => void
  /**
   * Does all of the work or nothing of it: when it throws, every row is as it was before.
   *
   * The work is synchronous, so nobody sees it half done. One inside another belongs to the outer one.
   */
  readonly transact: <Result>(work: () => Result) => Result
  /** Does the work and takes it back, whatever it returned. */
  readonly rehearse: <Result>(work: () => Result) => Result
}

/** Returns the database that a server starts with: for each entity id the tables of that container. */
export function createDatabase(seeds: ReadonlyMap<string, readonly TableDefinition[]>): Database {
  let undoings: (() => void)[] | undefined
  const place = (definition: TableDefinition): PlacedData => ({
    definition,
    store:
      definition.source.kind === 'stored'
        ? createRowStore(
            definition.source.seed,
            definition.columns.filter((column) => column.isKey),
            (undo) => undoings?.push(undo),
          )
        : null,
  })
  const byContainer = new Map(
    [...seeds].map(([entityId, definitions]) => [entityId, definitions.map(place)]),
  )

  function run<Result>(work: () => Result, isKept: boolean): Result {
    const outer = undoings
    const inner: (() => void)[] = []
    undoings = inner
    let isDone = false
    try {
      const result = work()
      isDone = isKept
      return result
    } finally {
      undoings = outer
      if (isDone) for (const undo of inner) outer?.push(undo)
      else for (const undo of inner.toReversed()) undo()
    }
  }

  return {
    tablesIn: (entityId) => byContainer.get(entityId) ?? [],
    add: (entityId, definition) => {
      byContainer.set(entityId, [...(byContainer.get(entityId) ?? []), place(definition)])
    },
    drop: (entityId, table) => {
      const left = (byContainer.get(entityId) ?? []).filter((other) => other !== table)
      byContainer.set(entityId, left)
    },
    forget: (entityId) => {
      byContainer.delete(entityId)
    },
    transact: (work) => run(work, true),
    rehearse: (work) => run(work, false),
  }
}
