import { callOptionNames, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import { askQuery, parameters, type Caller } from './ask-query.ts'

/** Which query to check. */
export interface ValidateQueryOptions extends CallOptions {
  readonly schemaName: string
  readonly queryName: string
  /** Looks at the metadata and the views of the query, too. Default: false. */
  readonly includeMetadata?: boolean
}

const where = 'validateQuery'

/**
 * Checks that a saved query can run: `query-validateQuery.api`.
 *
 * @throws {LabKeyQueryError} with LabKey's words on what is wrong with it
 */
export async function validateQuery(options: ValidateQueryOptions, caller: Caller): Promise<void> {
  const own = ownOptions(options, where, [
    'schemaName',
    'queryName',
    'includeMetadata',
    ...callOptionNames,
  ])
  const read = readOptions(own, where)
  const schemaName = read.requiredText('schemaName')
  const queryName = read.requiredText('queryName')
  await askQuery(caller, read, {
    method: 'GET',
    action: read.flag('includeMetadata') === true ? 'validateQueryMetadata' : where,
    subject: `check of query ${schemaName}.${queryName}`,
    params: parameters({ schemaName, queryName }),
    readOnly: true,
  })
}
