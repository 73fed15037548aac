import { existsSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where netrc-parser 3.1.6 looks: it does not know the variable NETRC, and prefers a `.gpg`. */
export function defaultFile(
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const isWindows = platform === 'win32'
  const { HOME, HOMEDRIVE, HOMEPATH, USERPROFILE } = environment
  const split = HOMEDRIVE && HOMEPATH && join(HOMEDRIVE, HOMEPATH)
  const home = (isWindows && (HOME || split || USERPROFILE)) || homedir() || tmpdir()
  const file = join(home, isWindows ? '_netrc' : '.netrc')
  return existsSync(`${file}.gpg`) ? `${file}.gpg` : file
}
