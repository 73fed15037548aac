import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import type { FsPort, SyncFsPort } from './fs-port.ts'

/** `node:fs` as the synchronous calls use it. */
export const nodeFsSync: SyncFsPort = {
  open: openSync,
  close: closeSync,
  fstat: (file) => fstatSync(file, { bigint: true }),
  read: (file, bytes, offset, position) =>
    readSync(file, bytes, offset, bytes.length - offset, position),
  write: (file, bytes, offset) => writeSync(file, bytes, offset),
  fsync: fsyncSync,
  fchmod: fchmodSync,
  fchown: fchownSync,
  stat: (path) => statSync(path, { bigint: true }),
  lstat: (path) => lstatSync(path, { bigint: true }),
  realpath: (path) => realpathSync.native(path),
  readlink: (path) => readlinkSync(path),
  readdir: (path) => readdirSync(path),
  rename: renameSync,
  unlink: unlinkSync,
}

/**
 * `node:fs` as the asynchronous calls use it.
 *
 * Only `fsync`, the one call that waits for a disk, goes through the thread pool. The others are
 * answered from memory in a few microseconds, less than a trip to the pool and back costs the event
 * loop, and others wait for the lock half as long.
 */
export const nodeFs: FsPort = {
  ...nodeFsSync,
  fsync: (file) =>
    new Promise((resolve, reject) => {
      fsync(file, (error) => (error === null ? resolve() : reject(error)))
    }),
}
