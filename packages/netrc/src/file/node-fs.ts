import { fs } from './builtins.ts'
import type { FsPort, SyncFsPort } from './fs-port.ts'

/** `node:fs` as the synchronous calls use it. */
export const nodeFsSync: SyncFsPort = {
  open: fs.openSync,
  close: fs.closeSync,
  fstat: (file) => fs.fstatSync(file, { bigint: true }),
  read: (file, bytes, offset, position) =>
    fs.readSync(file, bytes, offset, bytes.length - offset, position),
  write: (file, bytes, offset) => fs.writeSync(file, bytes, offset),
  fsync: fs.fsyncSync,
  fchmod: fs.fchmodSync,
  fchown: fs.fchownSync,
  stat: (path) => fs.statSync(path, { bigint: true }),
  lstat: (path) => fs.lstatSync(path, { bigint: true }),
  realpath: (path) => fs.realpathSync.native(path),
  readlink: (path) => fs.readlinkSync(path),
  readdir: (path) => fs.readdirSync(path),
  rename: fs.renameSync,
  unlink: fs.unlinkSync,
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
      fs.fsync(file, (error) => (error === null ? resolve() : reject(error)))
    }),
}
