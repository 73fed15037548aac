import { callOptionNames, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import { isObject, present, textOf, type Json } from '../read-json.ts'
import { askQuery, parameters, type Caller } from './ask-query.ts'

/** Which schemas. */
export interface GetSchemasOptions extends CallOptions {
  /** Those inside of this one. Default: all. */
  readonly schemaName?: string
  /** Default: true. */
  readonly includeHidden?: boolean
}

/** A schema, and those inside of it. */
export interface QuerySchema {
  /** Its own name. */
  readonly schemaName: string
  /** The name that queries take, as `assay.General`. */
  readonly fullyQualifiedName: string
  readonly description?: string
  readonly hidden: boolean
  readonly schemas: readonly QuerySchema[]
}

const where = 'getSchemas'

/** Lists the schemas of a container: `query-getSchemas.api` (contract 4.8). */
export async function getSchemas(
  options: GetSchemasOptions,
  caller: Caller,
): Promise<readonly QuerySchema[]> {
  const own = ownOptions(options, where, ['schemaName', 'includeHidden', ...callOptionNames])
  const read = readOptions(own, where)
  const { value } = await askQuery(caller, read, {
    method: 'GET',
    action: where,
    subject: 'schemas',
    params: parameters({
      // From 9.3 on the answer is a tree; before, it is a list of names.
      apiVersion: '9.3',
      schemaName: read.text('schemaName'),
      includeHidden: read.flag('includeHidden'),
    }),
    readOnly: true,
  })
  return schemasOf(value)
}

function schemasOf(tree: Json): readonly QuerySchema[] {
  return Object.entries(tree).flatMap(([name, schema]) => {
    if (!isObject(schema)) return []
    const schemaName = textOf(schema['schemaName']) ?? name
    return [
      {
        schemaName,
        fullyQualifiedName: textOf(schema['fullyQualifiedName']) ?? schemaName,
        ...present({ description: textOf(schema['description']) }),
        hidden: schema['hidden'] === true,
        schemas: isObject(schema['schemas']) ? schemasOf(schema['schemas']) : [],
      },
    ]
  })
}
