import type { NetrcDocument } from '../netrc-document.ts'
import {
  addMachine,
  removeMachine,
  removeProperty,
  renameMachine,
  setProperty,
} from './change-machine.ts'
import { machinesOf, valueIn } from './machine-view.ts'

/** The properties of a machine. Assigning `undefined` or `''` removes one; `host` renames. */
export interface Machine {
  login?: string | undefined
  password?: string | undefined
  account?: string | undefined
  [key: string]: string | undefined
}

/** The machines of a file by name; assigning and deleting edits the file's text. */
export interface Machines {
  [host: string]: Machine
}

type Change = (document: NetrcDocument) => NetrcDocument

/** A document, and what was changed in it since it was read. */
export class MachineStore {
  /** The text was not read from the file that it is saved to, so all of it is saved. */
  readonly isWhole: boolean
  #document: NetrcDocument
  #changes: Change[] = []

  constructor(document: NetrcDocument, isWhole: boolean) {
    this.#document = document
    this.isWhole = isWhole
  }

  get document(): NetrcDocument {
    return this.#document
  }

  apply(change: Change): void {
    this.#document = change(this.#document)
    this.#changes.push(change)
  }

  /** Makes the same changes in another document: the file as it is when it is saved. */
  applyTo(document: NetrcDocument): NetrcDocument {
    if (this.isWhole) return this.#document
    return this.#changes.reduce((before, change) => change(before), document)
  }

  /** Goes on from what was saved. */
  settle(document: NetrcDocument): void {
    this.#document = document
    this.#changes = []
  }
}

const stores = new WeakMap<object, MachineStore>()

/** The document behind `machines`; `undefined` for an object that is not ours. */
export function storeOf(machines: object): MachineStore | undefined {
  return stores.get(machines)
}

/** Shows a document as an object of objects, in which plain assignment edits the text. */
export function machinesFor(store: MachineStore): Machines {
  const shown = new Map<string, Machine>()
  const hosts = (): readonly string[] => [...machinesOf(store.document).keys()]
  const nameOf = (key: string | symbol): string | undefined => {
    if (typeof key === 'symbol') return undefined
    const machines = machinesOf(store.document)
    if (machines.has(key)) return key
    return hosts().find((host) => host.toLowerCase() === key.toLowerCase())
  }
  const show = (host: string): Machine => {
    const known = shown.get(host)
    if (known !== undefined) return known
    const machine = machineFor(store, host, (name) => {
      shown.delete(host)
      shown.set(name, machine)
    })
    shown.set(host, machine)
    return machine
  }
  const machines = new Proxy<Machines>(Object.create(null), {
    has: (_, key) => nameOf(key) !== undefined,
    get: (_, key) => {
      const name = nameOf(key)
      return name === undefined ? undefined : show(name)
    },
    set: (_, key, properties: Machine | undefined) => {
      if (typeof key === 'symbol') return false
      const name = nameOf(key)
      if (!properties) {
        if (name !== undefined) store.apply((document) => removeMachine(document, name))
        return true
      }
      if (name === undefined) {
        const given = writable(properties)
        store.apply((document) => addMachine(document, key, given))
        return true
      }
      const machine = show(name)
      for (const [property, value] of Object.entries(properties)) machine[property] = value
      return true
    },
    deleteProperty: (_, key) => {
      const name = nameOf(key)
      if (name !== undefined) store.apply((document) => removeMachine(document, name))
      return true
    },
    ownKeys: () => [...hosts()],
    getOwnPropertyDescriptor: (_, key) => {
      const name = nameOf(key)
      return name === undefined ? undefined : described(show(name))
    },
  })
  stores.set(machines, store)
  return machines
}

/** The properties that have a value, as text. */
function writable(properties: Machine): Record<string, string> {
  const given = Object.entries(properties).filter(([key, value]) => key !== 'host' && value)
  return Object.fromEntries(given.map(([key, value]) => [key, String(value)]))
}

function machineFor(store: MachineStore, first: string, renamed: (name: string) => void): Machine {
  let host = first
  const read = (key: string | symbol): string | undefined => {
    const machine = machinesOf(store.document).get(host)
    if (machine === undefined || typeof key === 'symbol') return undefined
    const property = machine.properties.get(key)
    return property && valueIn(store.document, property)
  }
  return new Proxy<Machine>(Object.create(null), {
    has: (_, key) => key === 'host' || read(key) !== undefined,
    get: (_, key) => (key === 'host' ? host : read(key)),
    set: (_, key, value: string | number | undefined) => {
      if (typeof key === 'symbol') return false
      const name = host
      if (key === 'host') {
        const next = String(value)
        store.apply((document) => renameMachine(document, name, next))
        host = next
        renamed(next)
      } else if (value) {
        const text = String(value)
        store.apply((document) => setProperty(document, name, key, text))
      } else {
        store.apply((document) => removeProperty(document, name, key))
      }
      return true
    },
    deleteProperty: (_, key) => {
      const name = host
      if (typeof key === 'string') {
        store.apply((document) => removeProperty(document, name, key))
      }
      return true
    },
    ownKeys: () => [...(machinesOf(store.document).get(host)?.properties.keys() ?? [])],
    getOwnPropertyDescriptor: (_, key) => {
      const value = key === 'host' ? undefined : read(key)
      return value === undefined ? undefined : described(value)
    },
  })
}

function described(value: unknown): PropertyDescriptor {
  return { value, writable: true, enumerable: true, configurable: true }
}
