import { existsSync } from 'node:fs'
import { lstat, realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileFacts } from '@wellkey/netrc'

/** Looks up what the lint rules about the file itself need; on Windows the modes say nothing. */
export async function fileFacts(file: string): Promise<FileFacts> {
  const path = await realpath(file)
  const stats = await stat(path)
  const folder = dirname(path)
  const readerId = process.getuid?.()
  return {
    isSymbolicLink: (await lstat(file)).isSymbolicLink(),
    isRegularFile: stats.isFile(),
    isInRepository: isInRepository(folder),
    ...(readerId !== undefined && {
      mode: stats.mode & 0o777,
      ownerId: stats.uid,
      readerId,
      folderMode: (await stat(folder)).mode & 0o7777,
    }),
  }
}

function isInRepository(folder: string): boolean {
  if (existsSync(join(folder, '.git'))) return true
  const above = dirname(folder)
  return above !== folder && isInRepository(above)
}
