/** A project or folder as it is at one moment. */
export interface Container {
  /** Path with a leading slash, `/` for the root. */
  readonly path: string
  /** Last segment of the path. */
  readonly name: string
  readonly rowId: number
  /** LabKey's GUID of the container; it stays when the container is renamed or moved. */
  readonly entityId: string
  /** Whether guests may read. */
  readonly hasGuestRead: boolean
  /** Whether it was made protected itself, not only by a parent. */
  readonly isProtected: boolean
  /** Path of the container whose declaration is needed here: itself, a parent, or `null` for none. */
  readonly protectedBy: string | null
  /** What is shown instead of the name; `null` shows the name. */
  readonly title: string | null
  readonly description: string | null
}

/** What is said of a container when it is made. */
export interface ContainerFacts {
  readonly entityId: string
  readonly title?: string | null
  readonly description?: string | null
}

/** The containers of a server. */
export interface ContainerTree {
  /** The root first; a parent comes before its children. */
  readonly all: readonly Container[]
  readonly root: Container
  /** Finds a container by path without regard to case, GUID, or `__r{rowId}` (contract 0.1). */
  readonly find: (path: string) => Container | undefined
  readonly parentOf: (container: Container) => Container | undefined
  readonly childrenOf: (container: Container) => readonly Container[]
  /** The container and everything below it. */
  readonly subtreeOf: (container: Container) => readonly Container[]
  /** Makes a child; there must be none of that name. Protection is inherited. */
  readonly add: (parent: Container, name: string, facts: ContainerFacts) => Container
  /** Gives a container another name, title or parent, and everything below it another path. */
  readonly change: (
    container: Container,
    to: { readonly name?: string; readonly parent?: Container; readonly title?: string | null },
  ) => Container
  /** Removes a container and everything below it. */
  readonly remove: (container: Container) => void
}

/** Returns a tree that starts with these containers; the first is the root. */
export function createContainerTree(root: Container, others: readonly Container[]): ContainerTree {
  let all: readonly Container[] = []
  let byName: ReadonlyMap<string, Container> = new Map()
  let lastRowId = Math.max(root.rowId, ...others.map((container) => container.rowId))

  const set = (containers: readonly Container[]): void => {
    all = containers
    const names = new Map<string, Container>()
    for (const container of all) {
      names.set(`/__r${container.rowId}`, container)
      names.set(`/${container.entityId}`, container)
      names.set(container.path.toLowerCase(), container)
    }
    byName = names
  }
  set([root, ...others])

  const tree: ContainerTree = {
    get all() {
      return all
    },
    root,
    find: (path) => byName.get(path.toLowerCase()),
    parentOf: ({ path }) => (path === '/' ? undefined : tree.find(parentPath(path))),
    childrenOf: ({ path }) =>
      all.filter((other) => other.path !== '/' && parentPath(other.path) === path),
    subtreeOf: (container) =>
      all.filter((other) => other === container || isBelow(other.path, container.path)),
    add: (parent, name, { entityId, title = null, description = null }) => {
      lastRowId += 1
      const added: Container = Object.freeze({
        path: childPath(parent.path, name),
        name,
        rowId: lastRowId,
        entityId,
        hasGuestRead: false,
        isProtected: false,
        protectedBy: parent.protectedBy,
        title,
        description,
      })
      set([...all, added])
      return added
    },
    change: (container, to) => {
      const parent = to.parent ?? tree.parentOf(container) ?? root
      const path = childPath(parent.path, to.name ?? container.name)
      const moved = new Map<Container, Container>()
      for (const old of tree.subtreeOf(container)) {
        const newPath = path + old.path.slice(container.path.length)
        const above =
          old === container ? parent.protectedBy : findMoved(parentPath(newPath))?.protectedBy
        moved.set(
          old,
          renamed(old, newPath, above ?? null, old === container ? to.title : undefined),
        )
      }
      // A container that moved below another must still come behind it.
      set([...all.filter((other) => !moved.has(other)), ...moved.values()])
      return moved.get(container) ?? container

      function findMoved(wanted: string): Container | undefined {
        return [...moved.values()].find((candidate) => candidate.path === wanted)
      }
    },
    remove: (container) => {
      const gone = new Set(tree.subtreeOf(container))
      set(all.filter((other) => !gone.has(other)))
    },
  }
  return tree
}

/** Returns the path of the project that a path is in: its first segment. `/` for the root. */
export function projectPath(path: string): string {
  return /^\/[^/]*/.exec(path)?.[0] ?? '/'
}

/** Returns the path of a container's parent; the root is its own. */
export function parentPath(path: string): string {
  return path.replace(/\/[^/]*$/, '') || '/'
}

function isBelow(path: string, above: string): boolean {
  return path !== '/' && (above === '/' || path.startsWith(`${above}/`))
}

function childPath(parent: string, name: string): string {
  return parent === '/' ? `/${name}` : `${parent}/${name}`
}

function renamed(
  old: Container,
  path: string,
  protectedAbove: string | null,
  title: string | null | undefined,
): Container {
  const protectedBy = protectedAbove ?? (old.isProtected ? path : null)
  return Object.freeze({
    ...old,
    path,
    name: path.replace(/^.*\//, ''),
    hasGuestRead: old.hasGuestRead && protectedBy === null,
    protectedBy,
    title: title === undefined ? old.title : title,
  })
}
