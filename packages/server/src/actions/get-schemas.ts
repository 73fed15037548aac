import { schemaNameOf, schemaNamesIn } from '../data/catalog.ts'
import { jsonResponse } from '../http/responses.ts'
import type { Action } from './action.ts'
import { readApiVersion } from './select-parameters.ts'

interface SchemaNode {
  readonly schemaName: string
  readonly fullyQualifiedName: string
  readonly description: null
  readonly hidden: boolean
  readonly schemas: Record<string, SchemaNode>
}

/** From this version on, schemas are told as a tree (contract 4.8). */
const treeVersion = 9.3

/**
 * `query-getSchemas.api`: the schemas of a container: a list of names, or a tree from version 9.3 on,
 * where `schemaName` is the schema to start below.
 */
export const getSchemas: Action = {
  name: 'query-getSchemas',
  answers: 'json',
  method: 'read',
  needs: 'read',
  handle: (call) => {
    const names = schemaNamesIn(call)
    if (readApiVersion(call.parameters, call.request.headers) < treeVersion) {
      return jsonResponse({ schemas: names })
    }
    const start = schemaNameOf(call.parameters.get('schemaName')).toLowerCase()
    const tree: Record<string, SchemaNode> = {}
    for (const name of names) addTo(tree, name.split('.'), [])
    return jsonResponse(start === '' ? tree : below(tree, start.split('.')))
  },
}

function addTo(
  level: Record<string, SchemaNode>,
  [name = '', ...rest]: readonly string[],
  above: readonly string[],
): void {
  const path = [...above, name]
  level[name] ??= {
    schemaName: name,
    fullyQualifiedName: path.join('.'),
    description: null,
    hidden: false,
    schemas: {},
  }
  if (rest.length > 0) addTo(level[name].schemas, rest, path)
}

function below(
  level: Record<string, SchemaNode>,
  [name, ...rest]: readonly string[],
): Record<string, SchemaNode> {
  if (name === undefined) return level
  const found = Object.entries(level).find(([other]) => other.toLowerCase() === name)
  return found === undefined ? {} : below(found[1].schemas, rest)
}
