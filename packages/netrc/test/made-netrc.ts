// A netrc file in a folder of its own, and edits of it on a file system with faults.
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import { editNetrcSync, nodeFsSync, setEntry } from '@wellkey/netrc'
import type { EditSyncOptions, NetrcDocument, SyncFsPort } from '@wellkey/netrc'

export const isRoot: boolean = process.getuid?.() === 0
export const isPosix: boolean = process.platform !== 'win32'
export const isLinux: boolean = process.platform === 'linux'

/** What the file holds before the edit. */
export const old = '# mine\nmachine first.example login u password p\n'

export interface MadeNetrc {
  readonly folder: string
  readonly file: string
}

/**
 * Makes a new one before each test of a test file, and removes its folder behind.
 *
 * @param options `text: undefined` for a file that is not there yet
 */
export function forEachTest(
  use: (made: MadeNetrc) => void,
  options: { readonly name?: string; readonly text?: string | undefined } = {},
): void {
  const { name = '.netrc', text } = { text: old, ...options }
  let folder: string
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'wellkey-netrc-')))
    const file = join(folder, name)
    if (text !== undefined) writeFileSync(file, text, { mode: 0o600 })
    use({ folder, file })
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
}

export const addKey = (document: NetrcDocument): NetrcDocument =>
  setEntry(document, { host: 'h.example', login: 'apikey', password: 'k'.repeat(50) })

/** Edits on a file system where some calls are others; the result, or the error. */
export function editOn(
  faults: Partial<SyncFsPort>,
  file: string,
  options: EditSyncOptions = {},
): unknown {
  try {
    return editNetrcSync(file, addKey, { ...options, fs: { ...nodeFsSync, ...faults } })
  } catch (error) {
    return error
  }
}

export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: made up`), { code })
}

/** The error that a promise ends with. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no error',
    (error: unknown) => error,
  )
}

/** Matches an error by its code and message. */
export function failed(code: string, message = /./): unknown {
  return expect.objectContaining({ code, message: expect.stringMatching(message) })
}

export function expectUntouched({ folder, file }: MadeNetrc): void {
  expect(readFileSync(file, 'utf8')).toBe(old)
  expect(readdirSync(folder)).toEqual(['.netrc'])
}
