import { existsSync } from 'node:fs'
import { fileOf } from '../netrc-argument.ts'
import { print, printJson, say, type Terminal } from '../terminal.ts'

/** What `wellkey netrc path` was asked to do. */
export interface NetrcPathOptions {
  readonly json?: boolean
}

/** Prints which file is the netrc file, whether it exists or not. */
export function runNetrcPath({ json }: NetrcPathOptions, terminal: Terminal): void {
  const path = fileOf({}, terminal)
  const exists = existsSync(path)
  if (json === true) {
    printJson(terminal, { path, exists })
    return
  }
  print(terminal, path)
  if (!exists) say(terminal, 'There is no such file yet')
}
