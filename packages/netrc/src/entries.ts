import { syntaxOf, type NetrcDocument } from './netrc-document.ts'
import { positionsIn } from './position.ts'
import { startOf } from './tokens.ts'
import { readValue } from './value.ts'

/** One entry of a file, without its secrets. */
export interface NetrcEntry {
  /** The machine's name; absent for `default`. */
  readonly host?: string
  readonly login?: string
  readonly isDefault: boolean
  readonly hasPassword: boolean
  readonly hasAccount: boolean
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 code units. */
  readonly column: number
}

/** Lists the entries in file order, duplicates too. */
export function entries(document: NetrcDocument): readonly NetrcEntry[] {
  const syntax = syntaxOf(document)
  const positionOf = positionsIn(syntax.text)
  return syntax.entries.map((entry) => {
    const host = readValue(syntax, entry.host)
    const login = readValue(syntax, entry.login)
    return {
      ...(typeof host === 'string' && { host }),
      ...(typeof login === 'string' && { login }),
      isDefault: entry.isDefault,
      hasPassword: entry.password >= 0,
      hasAccount: entry.account >= 0,
      ...positionOf(startOf(syntax, entry.head)),
    }
  })
}
