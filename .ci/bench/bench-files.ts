// The benchmark files of all packages, and the names of their suites.
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { packages } from '../packages.ts'

/** Every `*.bench.ts`, by its path. */
export function benchFiles(): readonly string[] {
  return packages
    .map(({ folder }) => join(folder, 'bench'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((file) => file.endsWith('.bench.ts'))
}

/** `netrc/parse` for `packages/netrc/bench/parse.bench.ts`. */
export function suiteOf(file: string): string {
  return `${basename(join(file, '..', '..'))}/${basename(file, '.bench.ts')}`
}
