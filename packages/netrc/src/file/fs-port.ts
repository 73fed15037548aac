import type { BigIntStats } from 'node:fs'
import type { Awaitable } from './sequence.ts'

/** What is asked of a file's state; Node's `BigIntStats` has it all. */
export type FileStats = Pick<
  BigIntStats,
  | 'dev'
  | 'ino'
  | 'mode'
  | 'nlink'
  | 'uid'
  | 'gid'
  | 'size'
  | 'mtimeMs'
  | 'mtimeNs'
  | 'isFile'
  | 'isSymbolicLink'
>

/** Says whether a name leads to the same file as before; the number of one that is gone is soon used again. */
export function isSameFile(one: FileStats, other: FileStats): boolean {
  return one.ino === other.ino && one.dev === other.dev && one.mtimeNs === other.mtimeNs
}

/**
 * Every call that reading, locking and saving a netrc file makes to the file system.
 *
 * The default is `node:fs` ({@link nodeFs}). Give another one to record, to inject faults, or to
 * work on a file system of your own: spread the default and replace what differs. Each call means
 * what the POSIX call of its name means, works on numbered descriptors, and fails with an `Error`
 * that has the operating system's `code`.
 */
export interface FsPort {
  /** `flags` are those of `node:fs`' `constants`. */
  open(path: string, flags: number, mode?: number): Awaitable<number>
  close(file: number): Awaitable<void>
  fstat(file: number): Awaitable<FileStats>
  /** Reads from `position` into `bytes` from `offset` on; the count read, 0 at the end. */
  read(file: number, bytes: Uint8Array, offset: number, position: number): Awaitable<number>
  /** Writes `bytes` from `offset` on at the descriptor's place; the count written, maybe not all. */
  write(file: number, bytes: Uint8Array, offset: number): Awaitable<number>
  fsync(file: number): Awaitable<void>
  fchmod(file: number, mode: number): Awaitable<void>
  fchown(file: number, uid: number, gid: number): Awaitable<void>
  stat(path: string): Awaitable<FileStats>
  lstat(path: string): Awaitable<FileStats>
  realpath(path: string): Awaitable<string>
  readlink(path: string): Awaitable<string>
  readdir(path: string): Awaitable<readonly string[]>
  rename(from: string, to: string): Awaitable<void>
  unlink(path: string): Awaitable<void>
}

/** An {@link FsPort} that answers at once, as the synchronous calls need it. */
export type SyncFsPort = {
  [Call in keyof FsPort]: (...args: Parameters<FsPort[Call]>) => Awaited<ReturnType<FsPort[Call]>>
}
