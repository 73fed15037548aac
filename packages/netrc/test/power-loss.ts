// What a disk may hold after a power cut, worked out from a record of the calls that a writer made.
import { basename } from 'node:path'
import { constants } from 'node:fs'
import { nodeFsSync, type SyncFsPort } from '@wellkey/netrc'

type MetadataCall =
  | { readonly call: 'create'; readonly name: string; readonly file: number; readonly mode: number }
  | { readonly call: 'rename'; readonly from: string; readonly to: string }
  | { readonly call: 'unlink'; readonly name: string }
  | { readonly call: 'chmod'; readonly file: number; readonly mode: number }

type Call =
  | MetadataCall
  | { readonly call: 'write'; readonly file: number; readonly at: number; readonly bytes: Buffer }
  | { readonly call: 'truncate'; readonly file: number }
  | { readonly call: 'sync'; readonly file: number }
  | { readonly call: 'sync folder' }

/** A file as it may be found after the power came back. */
export interface Remains {
  readonly content: string
  readonly mode: number
}

/** Records what a writer does to one folder, on top of the real file system. */
export interface Recorder {
  readonly fs: SyncFsPort
  readonly calls: readonly Call[]
}

export function recordCalls(folder: string, initial: ReadonlyMap<string, number>): Recorder {
  const calls: Call[] = []
  const files = new Map(initial)
  const open = new Map<number, { readonly file: number; at: number } | 'folder'>()
  let nextFile = files.size
  const fileOf = (handle: number): { readonly file: number; at: number } => {
    const found = open.get(handle)
    if (found === undefined || found === 'folder') throw new Error('not a file of this folder')
    return found
  }
  const fs: SyncFsPort = {
    ...nodeFsSync,
    open(path, flags, mode = 0o666) {
      const handle = nodeFsSync.open(path, flags, mode)
      if (path === folder) {
        open.set(handle, 'folder')
        return handle
      }
      const name = basename(path)
      let file = files.get(name)
      if (file === undefined) {
        file = nextFile++
        files.set(name, file)
        calls.push({ call: 'create', name, file, mode })
      } else if ((flags & constants.O_TRUNC) !== 0) {
        calls.push({ call: 'truncate', file })
      }
      open.set(handle, { file, at: 0 })
      return handle
    },
    write(handle, bytes, offset) {
      const count = nodeFsSync.write(handle, bytes, offset)
      const target = fileOf(handle)
      const written = Buffer.from(bytes.subarray(offset, offset + count))
      calls.push({ call: 'write', file: target.file, at: target.at, bytes: written })
      target.at += count
      return count
    },
    fsync(handle) {
      nodeFsSync.fsync(handle)
      if (open.get(handle) === 'folder') calls.push({ call: 'sync folder' })
      else calls.push({ call: 'sync', file: fileOf(handle).file })
    },
    fchmod(handle, mode) {
      nodeFsSync.fchmod(handle, mode)
      calls.push({ call: 'chmod', file: fileOf(handle).file, mode })
    },
    rename(from, to) {
      nodeFsSync.rename(from, to)
      const moved = files.get(basename(from))
      if (moved !== undefined) files.set(basename(to), moved)
      files.delete(basename(from))
      calls.push({ call: 'rename', from: basename(from), to: basename(to) })
    },
    unlink(path) {
      nodeFsSync.unlink(path)
      files.delete(basename(path))
      calls.push({ call: 'unlink', name: basename(path) })
    },
  }
  return { fs, calls }
}

interface Disk {
  readonly names: Map<string, number>
  readonly modes: Map<number, number>
}

/**
 * Every state that a file may be found in when the power fails after these calls.
 *
 * Metadata since the last fsync of the folder is there up to any point, in order. Data that was
 * written or cut off since the last fsync of its file is there, is not, or is cut short anywhere.
 */
export function remainsOf(
  name: string,
  initial: ReadonlyMap<string, Remains>,
  calls: readonly Call[],
): readonly (Remains | undefined)[] {
  const names = new Map([...initial.keys()].map((key, file) => [key, file]))
  const before = [...initial.values()]
  const safe: Disk = { names, modes: new Map(before.map(({ mode }, file) => [file, mode])) }
  const synced = new Map(before.map(({ content }, file) => [file, Buffer.from(content)]))
  const latest = new Map(synced)
  let pending: MetadataCall[] = []
  for (const call of calls) {
    if (call.call === 'sync folder') {
      for (const one of pending) apply(safe, one)
      pending = []
    } else if (call.call === 'sync') {
      synced.set(call.file, latest.get(call.file) ?? Buffer.alloc(0))
    } else if (call.call === 'truncate') {
      latest.set(call.file, Buffer.alloc(0))
    } else if (call.call === 'write') {
      const old = latest.get(call.file) ?? Buffer.alloc(0)
      latest.set(call.file, Buffer.concat([old.subarray(0, call.at), call.bytes]))
    } else {
      pending.push(call)
    }
  }
  return Array.from({ length: pending.length + 1 }, (_, kept) => {
    const disk: Disk = { names: new Map(safe.names), modes: new Map(safe.modes) }
    for (const call of pending.slice(0, kept)) apply(disk, call)
    const file = disk.names.get(name)
    if (file === undefined) return [undefined]
    const mode = disk.modes.get(file) ?? 0
    return contentsOf(synced.get(file), latest.get(file)).map((content) => ({ content, mode }))
  }).flat()
}

function contentsOf(synced = Buffer.alloc(0), latest = Buffer.alloc(0)): readonly string[] {
  if (synced.equals(latest)) return [synced.toString()]
  const cuts = [0, 1, latest.length >> 1, latest.length - 1, latest.length]
  return [synced, ...cuts.map((cut) => latest.subarray(0, cut))].map(String)
}

function apply({ names, modes }: Disk, call: MetadataCall): void {
  if (call.call === 'create') {
    names.set(call.name, call.file)
    modes.set(call.file, call.mode)
  } else if (call.call === 'chmod') {
    modes.set(call.file, call.mode)
  } else if (call.call === 'unlink') {
    names.delete(call.name)
  } else {
    const file = names.get(call.from)
    names.delete(call.from)
    if (file !== undefined) names.set(call.to, file)
  }
}
