import type { Buffer } from 'node:buffer'

/** A file. */
export interface StoredFile {
  readonly kind: 'file'
  readonly content: Buffer
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly modifiedAt: number
  readonly createdBy: string
}

/** A folder of files. */
export interface StoredFolder {
  readonly kind: 'folder'
  readonly children: Map<string, StoredNode>
  readonly createdAt: number
  readonly modifiedAt: number
  readonly createdBy: string
}

/** A file or a folder. */
export type StoredNode = StoredFile | StoredFolder

/** Names from a container's `@files` down to a file or folder; empty is `@files` itself. */
export type FilePath = readonly string[]

/** The files of a server, by container, in memory: a path can lead nowhere else. */
export interface FileStore {
  readonly find: (entityId: string, path: FilePath) => StoredNode | undefined
  /** Puts a file or folder where its parent is a folder; `false` without one. */
  readonly put: (entityId: string, path: FilePath, node: StoredNode) => boolean
  readonly remove: (entityId: string, path: FilePath) => void
  /** Forgets the files of a container. */
  readonly forget: (entityId: string) => void
  /** Bytes of all files together. */
  readonly size: () => number
}

/** Returns a store in which every container has an empty `@files`. */
export function createFileStore(): FileStore {
  const roots = new Map<string, StoredFolder>()
  const rootOf = (entityId: string): StoredFolder => {
    const root = roots.get(entityId) ?? emptyFolder(0, 'system')
    roots.set(entityId, root)
    return root
  }
  const find = (entityId: string, path: FilePath): StoredNode | undefined => {
    let node: StoredNode | undefined = rootOf(entityId)
    for (const name of path) node = node?.kind === 'folder' ? node.children.get(name) : undefined
    return node
  }
  return {
    find,
    put: (entityId, path, node) => {
      const parent = find(entityId, path.slice(0, -1))
      const name = path.at(-1)
      if (parent?.kind !== 'folder' || name === undefined) return false
      parent.children.set(name, node)
      return true
    },
    remove: (entityId, path) => {
      const parent = find(entityId, path.slice(0, -1))
      if (parent?.kind === 'folder') parent.children.delete(path.at(-1) ?? '')
    },
    forget: (entityId) => {
      roots.delete(entityId)
    },
    size: () => [...roots.values()].reduce((sum, root) => sum + sizeOf(root), 0),
  }
}

/** Returns an empty folder. */
export function emptyFolder(nowMs: number, createdBy: string): StoredFolder {
  return { kind: 'folder', children: new Map(), createdAt: nowMs, modifiedAt: nowMs, createdBy }
}

/** Returns a node with copies of its folders; files are never changed, so they are shared. */
export function copyNode(node: StoredNode): StoredNode {
  if (node.kind === 'file') return node
  const children = [...node.children].map(([name, child]) => [name, copyNode(child)] as const)
  return { ...node, children: new Map(children) }
}

function sizeOf(node: StoredNode): number {
  if (node.kind === 'file') return node.content.byteLength
  return [...node.children.values()].reduce((sum, child) => sum + sizeOf(child), 0)
}
