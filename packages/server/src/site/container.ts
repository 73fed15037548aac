/** A project or folder. */
export interface Container {
  /** Path with a leading slash, `/` for the root. */
  readonly path: string
  /** Last segment of the path. */
  readonly name: string
  readonly rowId: number
  /** LabKey's GUID of the container. */
  readonly entityId: string
  /** Whether guests may read. */
  readonly hasGuestRead: boolean
  /** Path of the container whose declaration is needed here: itself, a parent, or `null` for none. */
  readonly protectedBy: string | null
}

/** The containers of a server. */
export interface ContainerTree {
  readonly all: readonly Container[]
  readonly root: Container
  /** Finds a container by path without regard to case, GUID, or `__r{rowId}` (contract 0.1). */
  readonly find: (path: string) => Container | undefined
}

/** Returns the tree of these containers; the root is one of them. */
export function createContainerTree(root: Container, others: readonly Container[]): ContainerTree {
  const all = [root, ...others]
  const byName = new Map<string, Container>()
  for (const container of all) {
    byName.set(`/__r${container.rowId}`, container)
    byName.set(`/${container.entityId}`, container)
    byName.set(container.path.toLowerCase(), container)
  }
  return { all, root, find: (path) => byName.get(path.toLowerCase()) }
}
