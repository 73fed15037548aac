import { callOptionNames, readCallOptions, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions, type OptionReader } from '../check-options.ts'
import type { ResolvedClientOptions } from '../client-options.ts'
import { LabKeyOptionsError } from '../labkey-options-error.ts'
import type { CallParts, Scalar } from '../request.ts'
import { parameters } from './ask-query.ts'
import { containerFilters, type ContainerFilter } from './container-filter.ts'
import type { Asked } from './rows.ts'
import { sortOf } from './select-form.ts'
import { rowForm, rowFormNames, type RowForm } from './select-rows.ts'
import { wafEncode } from './waf-encode.ts'

/** What every call with SQL takes. */
export interface SqlStatement extends CallOptions {
  /** The schema whose tables the SQL names without a schema. */
  readonly schemaName: string
  /** A SELECT in LabKey's SQL. */
  readonly sql: string
  /** Values for what the SQL declares under PARAMETERS. */
  readonly parameters?: Readonly<Record<string, Scalar | undefined>>
  /**
   * Sends the SQL in an encoding that firewalls do not take for an attack. Servers before LabKey
   * 23.9 need `false`. Default: true.
   */
  readonly wafEncoding?: boolean
}

/** The names of {@link SqlStatement}. */
export const sqlStatementNames: readonly (keyof SqlStatement)[] = [
  'schemaName',
  'sql',
  'parameters',
  'wafEncoding',
  ...callOptionNames,
]

/** SQL, and which of its rows to get in which form. */
export interface ExecuteSqlOptions extends SqlStatement, RowForm {
  /**
   * The most rows to get; 0 for columns only. Default: -1, all of them. (LabKey itself cuts at
   * 100000 without a word when nothing is said.)
   */
  readonly maxRows?: number
  /** Rows to skip. Default: 0. */
  readonly offset?: number
  /** Names of columns, `-Age` for descending. Default: as the SQL says. */
  readonly sort?: string | readonly string[]
  /** Default: the container alone. */
  readonly containerFilter?: ContainerFilter
  /** Keeps the SQL as a query of the session, whose name becomes `queryName`. Default: false. */
  readonly saveInSession?: boolean
}

const executeSqlNames = [
  ...sqlStatementNames,
  ...rowFormNames,
  'maxRows',
  'offset',
  'sort',
  'containerFilter',
  'saveInSession',
] as const satisfies readonly (keyof ExecuteSqlOptions)[]

/** Gives the SQL as it is sent. */
export function sqlText(read: OptionReader, where: string): string {
  const sql = read.requiredText('sql')
  if (/\p{Cs}/u.test(sql)) throw new LabKeyOptionsError(`${where}: sql is not well-formed Unicode`)
  return (read.flag('wafEncoding') ?? true) ? wafEncode(sql) : sql
}

/** The call of `executeSql`, with what it asks for. */
export interface SqlCall extends Asked {
  readonly parts: CallParts
}

/** Checks the options of SQL and writes its call: `query-executeSql.api` (contract 4.6). */
export function executeSqlCall(
  options: unknown,
  where: string,
  client: ResolvedClientOptions,
): SqlCall {
  const own = ownOptions(options, where, executeSqlNames)
  const read = readOptions(own, where)
  const schemaName = read.requiredText('schemaName')
  return {
    schemaName,
    queryName: 'sql',
    parts: {
      ...readCallOptions(read, client),
      method: 'POST',
      controller: 'query',
      action: 'executeSql',
      subject: `SQL in schema ${schemaName}`,
      form: [
        ['schemaName', schemaName],
        ['sql', sqlText(read, where)],
        ['maxRows', String(read.integer('maxRows', -1) ?? -1)],
        ...parameters({
          offset: read.integer('offset', 0),
          'query.sort': sortOf(own['sort'], read),
          containerFilter: read.choice('containerFilter', containerFilters),
          saveInSession: read.flag('saveInSession'),
        }),
        ...read
          .scalars('parameters')
          .map(([name, value]) => [`query.param.${name}`, value] as const),
        ...rowForm(read),
      ],
      readOnly: true,
    },
  }
}
