import type { Finding, Rule } from './rule.ts'

/** What a caller knows about the file itself; a fact that is not given is not judged. */
export interface FileFacts {
  /** The permission bits, for example `0o600`. */
  readonly mode?: number
  /** The user id of the owner. */
  readonly ownerId?: number
  /** The user id of who reads it; with {@link ownerId}. */
  readonly readerId?: number
  readonly isSymbolicLink?: boolean
  /** False for a pipe, a device or a folder. */
  readonly isRegularFile?: boolean
  /** The permission bits of its folder, the sticky bit included. */
  readonly folderMode?: number
  /** The file lies in a git work tree. */
  readonly isInRepository?: boolean
}

/** Rules about the file, not its text. */
export type FileRule =
  | 'netrc/permissions'
  | 'netrc/owner'
  | 'netrc/symlink'
  | 'netrc/not-regular'
  | 'netrc/parent-writable'
  | 'netrc/in-repository'

export const fileRules: Readonly<Record<FileRule, Rule>> = {
  'netrc/permissions': {
    severity: 'warning',
    finds: 'a file that others can read or write (an error in the strict dialect)',
    message:
      'Other users can read or write this file: ftp, Python, Perl, Ruby and aria2 do not use it then; curl, git and wget do. Run chmod 600 on it',
  },
  'netrc/owner': {
    severity: 'warning',
    finds: 'a file of somebody else (an error in the strict dialect)',
    message:
      'The file belongs to another user, who can change the keys in it; Python and Perl do not use it. Make it your own with chown',
  },
  'netrc/symlink': {
    severity: 'warning',
    finds: 'a symbolic link (an error in the strict dialect)',
    message:
      'The file is a symbolic link: inetutils ftp does not follow it, and many editors put a file in its place. Use the file itself',
  },
  'netrc/not-regular': {
    severity: 'warning',
    finds: 'a pipe, a device or a folder (an error in the strict dialect)',
    message: 'This is not a regular file: readers hang on a pipe or fail. Put a file in its place',
  },
  'netrc/parent-writable': {
    severity: 'warning',
    finds: 'a folder in which others can write (an error in the strict dialect)',
    message:
      'Other users can write in the folder of this file, so they can put a file of their own in its place. Run chmod go-w on the folder',
  },
  'netrc/in-repository': {
    severity: 'warning',
    finds: 'a file in a git work tree',
    message:
      'The file lies in a git work tree, from where a commit or an archive may publish its keys. Move it to your home folder',
  },
}

/** Judges the facts; the findings stand at the start of the file. */
export function* checkFile(facts: FileFacts, isStrict: boolean): Generator<Finding<FileRule>> {
  for (const rule of rulesBrokenBy(facts)) {
    const isError = isStrict && rule !== 'netrc/in-repository'
    yield { rule, from: 0, to: 0, ...(isError && { severity: 'error' as const }) }
  }
}

function* rulesBrokenBy(facts: FileFacts): Generator<FileRule> {
  const { mode = 0, ownerId, readerId, folderMode = 0 } = facts
  if ((mode & 0o077) !== 0) yield 'netrc/permissions'
  const isOthers = ownerId !== undefined && ownerId !== 0 && ownerId !== readerId
  if (isOthers && readerId !== undefined) yield 'netrc/owner'
  if (facts.isSymbolicLink === true) yield 'netrc/symlink'
  if (facts.isRegularFile === false) yield 'netrc/not-regular'
  // In a sticky folder, as /tmp is, nobody can replace the file of another.
  if ((folderMode & 0o022) !== 0 && (folderMode & 0o1000) === 0) yield 'netrc/parent-writable'
  if (facts.isInRepository === true) yield 'netrc/in-repository'
}
