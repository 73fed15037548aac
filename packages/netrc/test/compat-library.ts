// netrc-parser and its stand-in behind one shape.
import { readFile, rm, writeFile } from 'node:fs/promises'
import type * as ours from '@wellkey/netrc/compat'

export const indented =
  'machine a # foo\n  login la\n  password pa\nmachine b\n  login lb\n  password pb\n'

export interface Library {
  readonly Netrc: new (file?: string) => {
    file: string
    machines: ours.Machines
    load(): Promise<unknown>
    loadSync(): unknown
    save(): Promise<unknown>
    saveSync(): void
  }
  readonly parse: (body: string) => ours.Machines
}

/** What a file holds after an edit of its machines. */
export async function afterEdit(
  file: string,
  { Netrc }: Library,
  before: string | undefined,
  edit: (machines: ours.Machines) => void,
  isSync = false,
): Promise<string> {
  await rm(file, { force: true })
  if (before !== undefined) await writeFile(file, before, { mode: 0o600 })
  const netrc = new Netrc(file)
  if (isSync) netrc.loadSync()
  else await netrc.load()
  edit(netrc.machines)
  if (isSync) netrc.saveSync()
  else await netrc.save()
  return readFile(file, 'utf8')
}
