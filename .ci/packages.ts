// The packages of the workspace, as their package.json describes them.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface WorkspacePackage {
  readonly name: string
  readonly folder: string
  /** Whether code can import it; the command has only its own package.json to offer. */
  readonly isLibrary: boolean
}

export const root: string = dirname(import.meta.dirname)

export const packages: readonly WorkspacePackage[] = readdirSync(join(root, 'packages'))
  .toSorted()
  .map((entry) => {
    const folder = join(root, 'packages', entry)
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      readonly name: string
      readonly exports: Readonly<Record<string, unknown>>
    }
    return { name: manifest.name, folder, isLibrary: '.' in manifest.exports }
  })
