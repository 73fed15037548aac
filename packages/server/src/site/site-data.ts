import { createDatabase } from '../data/database.ts'
import type { Database } from '../data/database.ts'
import { createDomainRegistry } from '../data/domain-ids.ts'
import type { DomainRegistry } from '../data/domain-ids.ts'
import { createViewStore } from '../data/view-store.ts'
import type { ViewStore } from '../data/view-store.ts'
import type { ResolvedOptions } from '../resolve-options.ts'
import { createFileStore } from '../webdav/file-store.ts'
import type { FileStore } from '../webdav/file-store.ts'
import { createContainerTree } from './container.ts'
import type { ContainerTree } from './container.ts'

/** The containers of a server and what is in them. It stays in memory, whatever keeps the rest. */
export interface SiteData {
  /** The containers as they are now; those of the options are what it started with. */
  readonly containers: ContainerTree
  readonly database: Database
  readonly domains: DomainRegistry
  readonly views: ViewStore
  readonly files: FileStore
}

/** Returns the containers and tables that a server starts with. */
export function createSiteData({ containers, tables }: ResolvedOptions): SiteData {
  const definitions = containers.all.map(
    ({ path, entityId }) =>
      [
        entityId,
        tables.flatMap(({ definition, containerPaths }) =>
          containerPaths.has(path) ? [definition] : [],
        ),
      ] as const,
  )
  return {
    containers: createContainerTree(containers.root, containers.all.slice(1)),
    database: createDatabase(new Map(definitions)),
    domains: createDomainRegistry(),
    views: createViewStore(),
    files: createFileStore(),
  }
}
