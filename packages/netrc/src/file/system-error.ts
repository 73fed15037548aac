/** Says whether an error of the operating system has one of these codes. */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}

const words: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBUSY: 'it is in use',
  EDQUOT: 'your disk quota is used up',
  EFBIG: 'the file would be larger than this process may write',
  EIO: 'the disk failed',
  ELOOP: 'its symbolic links lead in a circle',
  EMFILE: 'this process has too many open files',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'the system has too many open files',
  ENOENT: 'its folder is gone',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is not a folder',
  EPERM: 'the system does not allow it',
  EROFS: 'the file system is read-only',
  ESTALE: 'the network file system lost it',
}

/** What went wrong in words, with the operating system's code; never holds file content. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (!('code' in error)) return error.message
  const code = String(error.code)
  const said = words[code]
  return said === undefined ? code : `${said} (${code})`
}
