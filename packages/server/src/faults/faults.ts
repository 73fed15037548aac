import { ServerError } from '../server-error.ts'
import type { FaultKind, FaultRule } from './fault-rule.ts'

/** A rule that was added. */
export interface AddedFault {
  /** Requests hit so far. */
  readonly hits: number
  /** Takes the rule away; what it is doing to a request goes on. */
  readonly remove: () => void
}

/** Faults that a test puts between its client and the server. There are none at the start. */
export interface Faults {
  /**
   * Adds a rule behind the others; the first that matches a request hits it.
   *
   * @throws {ServerError} `ERR_SERVER_OPTIONS` for no effect or several, or a number that is none.
   */
  readonly add: (rule: FaultRule) => AddedFault
  /** Takes every rule away. */
  readonly clear: () => void
}

/** A fault that hits a request. */
export interface Hit {
  readonly kind: FaultKind
  readonly rule: FaultRule
}

/** Faults as the server looks them up. */
export interface FaultTable extends Faults {
  readonly isEmpty: () => boolean
  /** Counts a request and returns the fault that hits it. `action`: `controller-action` in lower case. */
  readonly hit: (method: string, action: string | undefined) => Hit | undefined
}

interface Entry extends Hit {
  readonly isFor: (method: string, action: string | undefined) => boolean
  skip: number
  left: number
  hits: number
}

const effects: readonly FaultKind[] = [
  'status',
  'drop',
  'cutBody',
  'exceptionUnder200',
  'leadingBlanks',
  'slowBytes',
]

/** Returns an empty table of faults. */
export function createFaults(): FaultTable {
  const entries = new Set<Entry>()
  return {
    add: (rule) => {
      const { skip = 0, times = 1 } = rule
      const kind = kindOf(rule)
      const entry: Entry = { kind, rule, isFor: matcher(rule), skip, left: times, hits: 0 }
      entries.add(entry)
      return {
        get hits() {
          return entry.hits
        },
        remove: () => void entries.delete(entry),
      }
    },
    clear: () => entries.clear(),
    isEmpty: () => entries.size === 0,
    hit: (method, action) => {
      for (const entry of entries) {
        if (!entry.isFor(method, action)) continue
        if (entry.skip > 0) {
          entry.skip -= 1
          continue
        }
        entry.left -= 1
        entry.hits += 1
        if (entry.left <= 0) entries.delete(entry)
        return entry
      }
      return undefined
    },
  }
}

function kindOf(rule: FaultRule): FaultKind {
  const named = effects.filter((effect) => effect in rule)
  if (named.length > 1) throw wrong(`${named.join(' and ')} cannot be had at once`)
  const [kind] = named
  if (kind === undefined && !('delayMs' in rule)) throw wrong('it says nothing that should happen')
  const { skip = 0, times = 1, delayMs = 0 } = rule
  const numbers = Object.entries({
    skip,
    times,
    delayMs,
    ...('cutBody' in rule && { cutBody: rule.cutBody }),
    ...('leadingBlanks' in rule && { leadingBlanks: rule.leadingBlanks }),
    ...('slowBytes' in rule && { 'slowBytes.everyMs': rule.slowBytes.everyMs }),
  })
  for (const [name, value] of numbers) {
    if (!(value >= 0)) throw wrong(`${name} must be a number, 0 or more`)
  }
  if (times < 1) throw wrong('times must be 1 or more')
  if ('slowBytes' in rule && !(rule.slowBytes.bytes >= 1)) {
    throw wrong('slowBytes.bytes must be 1 or more')
  }
  if (
    'status' in rule &&
    !(Number.isInteger(rule.status) && rule.status >= 200 && rule.status < 600)
  ) {
    throw wrong('status must be a whole number from 200 to 599')
  }
  return kind ?? 'delayMs'
}

function matcher({ action = '*', method }: FaultRule): Entry['isFor'] {
  const wanted = action.toLowerCase()
  const start = wanted.endsWith('*') ? wanted.slice(0, -1) : undefined
  return (ofMethod, ofAction) => {
    if (method !== undefined && method.toUpperCase() !== ofMethod) return false
    if (wanted === '*') return true
    if (ofAction === undefined) return false
    return start === undefined ? ofAction === wanted : ofAction.startsWith(start)
  }
}

function wrong(message: string): ServerError {
  return new ServerError('ERR_SERVER_OPTIONS', `faults: ${message}`)
}
