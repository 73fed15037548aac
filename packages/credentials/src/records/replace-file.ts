import { randomBytes } from 'node:crypto'
import { open, rename, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

// @wellkey/netrc's writer keeps an existing file's owner and mode and knows netrc errors; it is not
// exported. This is the part of it that a file of words needs: a reader, a crash or a full disk sees
// the old content or the new, whole.

/**
 * Puts new content in a file's place: a temporary file beside it, made with O_EXCL and 0600, is
 * written, fsynced and renamed.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const random = randomBytes(9).toString('hex')
  const temporary = join(dirname(file), `.${basename(file)}-${process.pid}-${random}.tmp`)
  try {
    await writeNew(temporary, text)
    await rename(temporary, file)
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw error
  }
  await syncFolder(dirname(file))
}

async function writeNew(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no handle on folders; there the rename itself is what the system keeps.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
