import { editNetrc, editNetrcSync } from '../file/edit-netrc.ts'
import { readNetrc, readNetrcSync } from '../file/read-netrc.ts'
import type { NetrcDocument } from '../netrc-document.ts'
import { NetrcError } from '../netrc-error.ts'
import { parse as parseDocument } from '../parse.ts'
import { longestText } from '../tokens.ts'
import { defaultFile } from './default-file.ts'
import { MachineStore, machinesFor, storeOf, type Machines } from './machines.ts'

// netrc-parser reads a file of any length and any mode, and leaves both to its user.
const reading = { maxBytes: longestText, allowInsecure: true }
const writing = { maxBytes: longestText }

/**
 * A netrc file as netrc-parser shows it: load it, change `machines`, save it.
 *
 * What is saved is what was changed through `machines` since the file was loaded, made in the file
 * as it is then; comments, layout and all that nobody touched stay as they are. Loading does not
 * look at the mode of the file; saving makes it 0600. A file whose name ends in `.gpg` goes through
 * gpg both ways.
 */
export class Netrc {
  /** The path of the file. */
  file: string
  /** Empty until the file is loaded. */
  machines: Machines

  /** @param file Default: `.netrc` in the home folder, `_netrc` on Windows; with `.gpg` if there is one */
  constructor(file?: string) {
    this.file = file || defaultFile()
    this.machines = machinesFor(new MachineStore(parseDocument(''), false))
  }

  /**
   * Reads the file; one that does not exist is empty.
   *
   * @throws {NetrcError} as `readNetrc` does; `detail` names the file, as netrc-parser's errors do
   */
  async load(): Promise<void> {
    try {
      this.#show(await readNetrc(this.file, reading))
    } catch (error) {
      this.#showNothing(error)
    }
  }

  /**
   * As {@link Netrc.load}, stopping the thread meanwhile.
   *
   * @throws {NetrcError} as `load` does
   */
  loadSync(): void {
    try {
      this.#show(readNetrcSync(this.file, reading))
    } catch (error) {
      this.#showNothing(error)
    }
  }

  /**
   * Writes the changes into the file: under a lock, to a temporary file that takes its place.
   *
   * @throws {NetrcError} as `editNetrc` does; the file is then as it was
   */
  async save(): Promise<void> {
    const store = this.#store()
    let saved = store.document
    await editNetrc(this.file, (document) => (saved = store.applyTo(document)), writing)
    store.settle(saved)
  }

  /**
   * As {@link Netrc.save}, stopping the thread meanwhile.
   *
   * @throws {NetrcError} as `save` does
   */
  saveSync(): void {
    const store = this.#store()
    let saved = store.document
    editNetrcSync(this.file, (document) => (saved = store.applyTo(document)), writing)
    store.settle(saved)
  }

  #show(document: NetrcDocument): void {
    this.machines = machinesFor(new MachineStore(document, false))
  }

  #showNothing(error: unknown): void {
    if (error instanceof NetrcError && error.code === 'ERR_NETRC_NOT_FOUND') {
      this.#show(parseDocument(''))
      return
    }
    const detail = `Error occurred during reading netrc file: ${this.file}`
    throw error instanceof Error ? Object.assign(error, { detail }) : error
  }

  #store(): MachineStore {
    const store = storeOf(this.machines)
    if (store !== undefined) return store
    throw new TypeError('machines must come from load(), loadSync() or parse()')
  }
}

/** Reads a text; `machines` of a {@link Netrc} can be set to the result, which is then saved whole. */
export function parse(body: string): Machines {
  return machinesFor(new MachineStore(parseDocument(body), true))
}

/** The user's own file, as netrc-parser exports it. */
export const netrc: Netrc = new Netrc()
