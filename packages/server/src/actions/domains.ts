import { openScope } from '../data/data-scope.ts'
import type { PlacedData } from '../data/database.ts'
import { describeDomain, describeListOptions, domainKind } from '../data/domain-json.ts'
import { notFound } from '../http/failures.ts'
import { jsonResponse } from '../http/responses.ts'
import { isJsonObject, jsonBodyOf, optionalText } from '../write/json-body.ts'
import type { JsonObject } from '../write/json-body.ts'
import {
  applyDesign,
  listSchema,
  newList,
  recordDesign,
  refuseTaken,
} from '../write/list-design.ts'
import { requirePermission } from '../write/open-target.ts'
import { readName } from '../write/read-domain.ts'
import { wrongUse } from '../write/row-errors.ts'
import type { Action, Call } from './action.ts'

/** `property-getDomain.api`: the design of a list. */
export const getDomain: Action = {
  name: 'property-getDomain',
  answers: 'json',
  method: 'read',
  needs: 'read',
  handle: (call) => jsonResponse(describeDomain(call, askedList(call).definition)),
}

/** `property-getDomainDetails.api`: the design of a list, with its kind and its options. */
export const getDomainDetails: Action = {
  name: 'property-getDomainDetails',
  answers: 'json',
  method: 'read',
  needs: 'read',
  handle: (call) => {
    const { definition } = askedList(call)
    return jsonResponse({
      domainDesign: describeDomain(call, definition),
      domainKindName: domainKind(definition),
      options: describeListOptions(call, definition),
    })
  },
}

/**
 * `property-createDomain.api`: makes a list (contract 5.3). `kind` is `IntList` or `VarList`; `options`
 * has `keyName` and `keyType`: `AutoIncrementInteger`, `Integer` or `Varchar`.
 */
export const createDomain: Action = {
  name: 'property-createDomain',
  answers: 'json',
  method: 'write',
  needs: 'read',
  body: 'data',
  handle: async (call) => {
    requirePermission(call, 'admin')
    const json = jsonBodyOf(call)
    const kind = optionalText(json, 'kind') ?? optionalText(json, 'domainKind')
    if (kind === undefined) throw wrongUse('Domain template or domain design required')
    if (kind !== 'IntList' && kind !== 'VarList') {
      throw wrongUse(`No domain kind matches name '${kind}'`)
    }
    const { database } = call.site
    const { entityId } = call.container
    const design = objectIn(json, 'domainDesign')
    const name = readName(design, 'the list')
    refuseTaken(call, name)
    const definition = newList(call, name, design, kind, objectIn(json, 'options'))
    await recordDesign(call, name, 'createDomain')
    refuseTaken(call, name)
    database.add(entityId, definition)
    return jsonResponse({ ...describeDomain(call, definition), success: true })
  },
}

/**
 * `property-saveDomain.api`: gives a list other fields, told apart by their `propertyId`; those that are
 * not sent go, with their values.
 */
export const saveDomain: Action = {
  name: 'property-saveDomain',
  answers: 'json',
  method: 'write',
  needs: 'read',
  body: 'data',
  handle: async (call) => {
    requirePermission(call, 'admin')
    const json = jsonBodyOf(call)
    if (!isJsonObject(json['domainDesign'])) throw notFound('No domainDesign provided.')
    const design = json['domainDesign']
    if (Number(design['domainId'] ?? -1) < 0 || !optionalText(design, 'domainURI')) {
      throw wrongUse('DomainId and domainURI are required in updated domainDesign.')
    }
    const list = findList(call, {
      queryName: optionalText(json, 'queryName'),
      domainId: Number(json['domainId'] ?? design['domainId']),
    })
    return jsonResponse({ ...(await applyDesign(call, list, design)), success: true })
  },
}

/** `property-deleteDomain.api`: removes a list with its rows. */
export const deleteDomain: Action = {
  name: 'property-deleteDomain',
  answers: 'json',
  method: 'write',
  needs: 'read',
  body: 'data',
  handle: async (call) => {
    requirePermission(call, 'admin')
    const list = askedList(call)
    const { site, container } = call
    await recordDesign(call, list.definition.name, 'deleteDomain')
    site.database.drop(container.entityId, list)
    site.domains.forget(container.entityId, list.definition)
    return jsonResponse({ success: true, message: 'Domain deleted' })
  },
}

function askedList(call: Call): PlacedData {
  const { parameters } = call
  const asked = parameters.get('schemaName') ?? listSchema
  const id = parameters.get('domainId')
  return findList(call, {
    queryName: asked.toLowerCase() === listSchema ? parameters.get('queryName') : undefined,
    domainId: id === undefined ? undefined : Number(id),
  })
}

/**
 * Finds a list of the container by its name or its number.
 *
 * @throws {ActionError} 404 without one.
 */
export function findList(
  call: Call,
  asked: { readonly queryName: string | undefined; readonly domainId: number | undefined },
): PlacedData {
  // Who may not see the data is not told what it looks like.
  openScope(call, undefined)
  const { site, container } = call
  const { queryName, domainId } = asked
  const found = site.database.tablesIn(container.entityId).find(({ definition, store }) => {
    if (store === null || definition.schemaName !== listSchema) return false
    return queryName === undefined
      ? site.domains.of(container.entityId, definition).domainId === domainId
      : definition.name.toLowerCase() === queryName.toLowerCase()
  })
  if (found !== undefined) return found
  throw notFound(`Could not find domain for ${queryName ?? String(domainId)}.`)
}

function objectIn(json: JsonObject, name: string): JsonObject {
  const value: unknown = json[name]
  return isJsonObject(value) ? value : {}
}
