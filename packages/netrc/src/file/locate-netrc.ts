import { join, resolve } from 'node:path'
import { fs } from './builtins.ts'

/** What {@link locateNetrc} looks at; the defaults are those of the running process. */
export interface LocateOptions {
  /** Default: `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Default: `process.platform`. */
  readonly platform?: NodeJS.Platform
}

/**
 * Says where the user's netrc file is, whether it exists or not.
 *
 * | | wins | |
 * |---|---|---|
 * | 1 | `NETRC` | used as it is, as curl >= 8.16 does; empty counts as unset |
 * | 2 | `HOME`, on Windows also `USERPROFILE` | the file in it |
 * | 3 | the home folder of the password database | the file in it |
 *
 * The file in a folder is `.netrc`. On Windows `_netrc`, the name that LabKey's documentation uses,
 * stands in when there is no `.netrc`, as in curl. Where there is one with `.gpg` behind its name,
 * that one wins, as in netrc-parser: who encrypted the file does not want the plain one.
 *
 * @returns an absolute path
 */
export function locateNetrc(options: LocateOptions = {}): string {
  const { environment = process.env, platform = process.platform } = options
  const named = environment['NETRC']
  if (named) return resolve(named)
  const home = environment['HOME'] || (platform === 'win32' && environment['USERPROFILE'])
  const folder = resolve(home || passwordHome())
  const names = platform === 'win32' ? ['.netrc', '_netrc'] : ['.netrc']
  const files = names.map((name) => join(folder, name))
  const candidates = files.flatMap((file) => [`${file}.gpg`, file])
  return candidates.find((file) => fs.existsSync(file)) ?? join(folder, names.at(-1) ?? '.netrc')
}

function passwordHome(): string {
  const os = process.getBuiltinModule('node:os')
  try {
    return os.userInfo().homedir
  } catch {
    // A container may run under a user id that has no entry in the password database.
    return os.homedir()
  }
}
