import { ActionError } from '../http/failures.ts'
import { jsonResponse } from '../http/responses.ts'
import { describeDomain } from '../data/domain-json.ts'
import { isJsonObject, jsonBodyOf, optionalText } from '../write/json-body.ts'
import type { JsonObject } from '../write/json-body.ts'
import { applyDesign } from '../write/list-design.ts'
import { requirePermission } from '../write/open-target.ts'
import type { Action } from './action.ts'
import { findList } from './domains.ts'

/**
 * `property-updateDomain.api`: changes single fields of a list: `createFields`, `updateFields` and
 * `deleteFields`, the last by `propertyId` (LabKey/platform `PropertyController.UpdateDomainAction`).
 */
export const updateDomain: Action = {
  name: 'property-updateDomain',
  answers: 'json',
  method: 'write',
  needs: 'read',
  body: 'data',
  handle: async (call) => {
    requirePermission(call, 'admin')
    const json = jsonBodyOf(call)
    const domainId = Number(json['domainId'] ?? 0)
    const queryName = optionalText(json, 'domainName')
    if (domainId === 0 && queryName === undefined) {
      throw new ActionError(400, 'Either domainId or domainName is required.')
    }
    const list = findList(
      call,
      domainId === 0 ? { queryName, domainId: undefined } : { queryName: undefined, domainId },
    )
    const created = objectsIn(json, 'createFields')
    const updated = objectsIn(json, 'updateFields')
    const deleted = new Set(listIn(json, 'deleteFields').map(Number))
    const byId = new Map(updated.map((field) => [propertyIdOf(field), field]))
    const before = describeDomain(call, list.definition) as JsonObject
    const kept = fieldsOf(before)
      .filter((field) => !deleted.has(Number(field['propertyId'])))
      .map((field) => byId.get(Number(field['propertyId'])) ?? field)
    const after = await applyDesign(call, list, { ...before, fields: [...kept, ...created] })
    const now = fieldsOf(after as JsonObject)
    const named = (fields: readonly JsonObject[]): readonly JsonObject[] =>
      now.filter((field) => fields.some((sent) => isSame(sent['name'], field['name'])))
    return jsonResponse({
      success: true,
      createFields: named(created),
      updateFields: named(updated),
      deleteFields: [...deleted],
    })
  },
}

function propertyIdOf(field: JsonObject): number {
  const id = Number(field['propertyId'] ?? 0)
  if (id > 0) return id
  const name = optionalText(field, 'name') ?? ''
  throw new ActionError(400, `propertyId required for updated field '${name}'`)
}

function fieldsOf(design: JsonObject): readonly JsonObject[] {
  return objectsIn(design, 'fields')
}

function objectsIn(json: JsonObject, name: string): readonly JsonObject[] {
  return listIn(json, name).filter(isJsonObject)
}

function listIn(json: JsonObject, name: string): readonly unknown[] {
  const value: unknown = json[name]
  return Array.isArray(value) ? value : []
}

function isSame(left: unknown, right: unknown): boolean {
  return String(left).toLowerCase() === String(right).toLowerCase()
}
