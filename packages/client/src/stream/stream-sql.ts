import { readCallOptions } from '../call-options.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import type { Caller } from '../query/ask-query.ts'
import { LabKeyOptionsError } from '../labkey-options-error.ts'
import {
  executeSqlCall,
  sqlStatementNames,
  sqlText,
  type ExecuteSqlOptions,
  type SqlStatement,
} from '../query/sql-options.ts'
import { completeCall } from '../request.ts'
import { fieldSeparator, recordSeparator } from './decode-delimited.ts'
import { createDelimitedReader } from './delimited-reader.ts'
import { createJsonReader } from './json-reader.ts'
import { createRowSource, type RowSource } from './row-source.ts'

/** SQL whose rows come as JSON, as those of `executeSql`. */
export interface StreamSqlOptions extends ExecuteSqlOptions {
  readonly form?: 'json'
}

/**
 * SQL whose rows come in the delimited form of `sql-execute`, which is shorter and faster. What it lacks:
 *
 * - an empty text comes as null, since LabKey writes both alike
 * - dates with a time come without seconds, as LabKey writes them there
 * - integers above 2^53 come as texts
 * - there is no count of rows, and no mark at the end: an answer that a proxy cuts between two rows, and
 *   ends properly, looks whole
 */
export interface DelimitedSqlOptions extends SqlStatement {
  readonly form: 'delimited'
}

const where = 'streamSql'

/** Runs a SELECT and reads its rows as they arrive. */
export function streamSql<Row>(
  options: StreamSqlOptions | DelimitedSqlOptions,
  { client, open }: Caller,
): RowSource<Row> {
  const { form, ...others } = ownOptions(options, where, Object.keys(Object(options)))
  switch (form) {
    case undefined:
    case 'json': {
      const { parts, ...asked } = executeSqlCall(others, where, client)
      const reader = createJsonReader<Row>(asked, client.maxResponseBytes)
      return createRowSource(open, completeCall(client, parts), reader)
    }
    case 'delimited': {
      const read = readOptions(ownOptions(others, where, sqlStatementNames), where)
      const schemaName = read.requiredText('schemaName')
      const call = completeCall(client, {
        ...readCallOptions(read, client),
        method: 'POST',
        controller: 'sql',
        action: 'execute',
        subject: `SQL in schema ${schemaName}`,
        json: {
          schema: schemaName,
          sql: sqlText(read, where),
          parameters: Object.fromEntries(read.scalars('parameters')),
          sep: fieldSeparator,
          eol: recordSeparator,
        },
        readOnly: true,
      })
      const asked = { schemaName, queryName: 'sql' }
      const reader = createDelimitedReader<Row>(asked, client.maxResponseBytes)
      return createRowSource(open, call, reader)
    }
    default:
      throw new LabKeyOptionsError(`${where}: form must be json or delimited`)
  }
}
