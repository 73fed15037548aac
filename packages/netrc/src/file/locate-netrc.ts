import { existsSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { join, resolve } from 'node:path'

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
 * | 2 | `HOME`, on Windows also `USERPROFILE` | `.netrc` in it |
 * | 3 | the home folder of the password database | `.netrc` in it |
 *
 * On Windows `_netrc`, the name that LabKey's documentation uses, stands in when there is no
 * `.netrc` in that folder.
 *
 * @returns an absolute path
 */
export function locateNetrc(options: LocateOptions = {}): string {
  const { environment = process.env, platform = process.platform } = options
  const named = environment['NETRC']
  if (named) return resolve(named)
  const home = environment['HOME'] || (platform === 'win32' && environment['USERPROFILE'])
  const folder = home || passwordHome()
  const file = join(folder, '.netrc')
  return platform === 'win32' && !existsSync(file) ? join(folder, '_netrc') : resolve(file)
}

function passwordHome(): string {
  try {
    return userInfo().homedir
  } catch {
    // A container may run under a user id that has no entry in the password database.
    return homedir()
  }
}
