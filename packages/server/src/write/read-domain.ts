import { parsePhiLevel } from '../data/phi.ts'
import { createColumn } from '../data/table.ts'
import type { Column, ColumnType, Lookup } from '../data/table.ts'
import { ActionError, badParameter } from '../http/failures.ts'
import { isJsonObject, optionalFlag, optionalText } from './json-body.ts'
import type { JsonObject } from './json-body.ts'

/** A column as a design wants it. */
export interface DesignedColumn {
  /** Number of the column that it was; `undefined` for a new one. */
  readonly propertyId: number | undefined
  /** Without its place, which the table gives it. */
  readonly column: Column
}

/** Finds where the values of a column point to; `undefined` if there is no such table. */
export type FindLookup = (schemaName: string, queryName: string) => Lookup | undefined

const maxName = 200

const types: ReadonlyMap<string, ColumnType> = new Map<string, ColumnType>([
  ['string', 'string'],
  ['multiline', 'string'],
  ['int', 'int'],
  ['long', 'int'],
  ['double', 'float'],
  ['float', 'float'],
  ['decimal', 'float'],
  ['boolean', 'boolean'],
  ['datetime', 'date'],
  ['date', 'date'],
])

/**
 * Reads the fields of a design.
 *
 * @throws {ActionError} 400 for a name, type or level that there is not, a lookup that leads nowhere, or
 *   two fields of one name.
 */
export function readFields(design: JsonObject, findLookup: FindLookup): readonly DesignedColumn[] {
  const fields: unknown = design['fields'] ?? design['columns'] ?? []
  if (!Array.isArray(fields)) throw badParameter('fields', 'The fields are no list.')
  const read = fields.map((field: unknown) => {
    if (!isJsonObject(field)) throw badParameter('fields', 'A field is not an object.')
    return readField(field, findLookup)
  })
  const names = new Set<string>()
  for (const { column } of read) {
    const name = column.name.toLowerCase()
    if (names.has(name)) {
      throw new ActionError(400, `The field name '${column.name}' is already taken.`)
    }
    names.add(name)
  }
  return read
}

/** Returns the name of a list or field. @throws {ActionError} 400 for one that cannot be a name. */
export function readName(json: JsonObject, what: string): string {
  const name = optionalText(json, 'name')?.trim() ?? ''
  if (name === '' || name.length > maxName || /\p{Cc}/u.test(name)) {
    throw badParameter('name', `Please provide a name for ${what}.`)
  }
  return name
}

function readField(field: JsonObject, findLookup: FindLookup): DesignedColumn {
  const name = readName(field, 'each field')
  const id = Number(field['propertyId'] ?? 0)
  const phi = parsePhiLevel(optionalText(field, 'PHI') ?? optionalText(field, 'phi') ?? 'NotPHI')
  if (phi === undefined) throw badParameter('PHI', `'${name}' has a PHI level that there is not.`)
  const label = optionalText(field, 'label')
  const column = createColumn(0, {
    name,
    type: readType(field, name),
    ...(label !== undefined && { caption: label }),
    description: optionalText(field, 'description') ?? null,
    format: optionalText(field, 'format') ?? null,
    isRequired: optionalFlag(field, 'required', false),
    isHidden: optionalFlag(field, 'hidden', false),
    phi,
    lookup: readLookup(field, name, findLookup),
  })
  return { propertyId: id > 0 ? id : undefined, column }
}

// "http://www.w3.org/2001/XMLSchema#int", "xsd:int", "int"
function readType(field: JsonObject, name: string): ColumnType {
  const uri = optionalText(field, 'rangeURI') ?? 'string'
  const type = types.get(uri.replace(/^.*[#:]/, '').toLowerCase())
  if (type !== undefined) return type
  throw badParameter('rangeURI', `'${name}' is of a type that is not known here: ${uri}`)
}

function readLookup(field: JsonObject, name: string, findLookup: FindLookup): Lookup | null {
  const queryName = optionalText(field, 'lookupQuery')
  if (queryName === undefined) return null
  const schemaName = optionalText(field, 'lookupSchema') ?? 'lists'
  const lookup = findLookup(schemaName, queryName)
  if (lookup !== undefined) return lookup
  throw badParameter(
    'lookupQuery',
    `'${name}' looks up ${schemaName}.${queryName}, which has no key.`,
  )
}
