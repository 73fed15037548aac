import { decodeError } from '../answer-error.ts'
import { readCallOptions } from '../call-options.ts'
import { ownOptions, readOptions, type OptionReader } from '../check-options.ts'
import type { ResolvedClientOptions } from '../client-options.ts'
import { completeCall, type CallParts } from '../request.ts'
import type { Caller } from './ask-query.ts'
import { readRows, type Asked, type SelectRowsResult } from './rows.ts'
import { rowSelectionNames, selectionForm, type Form, type RowSelection } from './select-form.ts'

/** Which rows and columns of which query, and in which form. */
export interface SelectRowsOptions extends RowSelection, RowForm {}

/** What an answer with rows looks like. */
export interface RowForm {
  /**
   * The form of the rows. `8.3`: plain values ({@link QueryRow}); `9.1`: cells ({@link CellRow});
   * `17.1`: cells and links ({@link ExtendedRow}), for display values, URLs and indicators of missing
   * values. Default: `8.3`.
   */
  readonly apiVersion?: '8.3' | '9.1' | '17.1'
  /**
   * Whether `rowCount` counts all rows that match, or, which is faster, only `offset` and the
   * returned ones. Default: true.
   */
  readonly includeTotalCount?: boolean
  /** Whether LabKey describes the columns; without, `columns` is empty. Default: true. */
  readonly includeMetadata?: boolean
  /** A link to each row's page: in `links`, or, in the flat forms, as a column `~~Details~~`. */
  readonly includeDetailsColumn?: boolean
  /** The same for the page where the row is edited: `~~Update~~`. */
  readonly includeUpdateColumn?: boolean
  /** In form 8.3, the display values of lookups as columns of their own, as `Owner/DisplayName`. */
  readonly includeDisplayValues?: boolean
  /** In the forms with cells, the style by the column's conditional formats. */
  readonly includeStyle?: boolean
  /** Only the columns that were asked for, with what the form needs. Default: true. */
  readonly minimalColumns?: boolean
}

const apiVersions = ['8.3', '9.1', '17.1'] as const

const rowFlags = [
  'includeMetadata',
  'includeDetailsColumn',
  'includeUpdateColumn',
  'includeDisplayValues',
  'includeStyle',
  'minimalColumns',
] as const satisfies readonly (keyof RowForm)[]

/** The names of {@link RowForm}. */
export const rowFormNames: readonly (keyof RowForm)[] = [
  'apiVersion',
  'includeTotalCount',
  ...rowFlags,
]

/** Writes a {@link RowForm} as LabKey's parameters. */
export function rowForm(read: OptionReader): Form {
  return [
    ['apiVersion', read.choice('apiVersion', apiVersions) ?? '8.3'],
    ['respFormat', 'JSON_COMPACT'],
    ['includeTotalCount', String(read.flag('includeTotalCount') ?? true)],
    ...rowFlags.flatMap((name) => {
      const flag = read.flag(name)
      return flag === undefined ? [] : [[name, String(flag)] as const]
    }),
  ]
}

/** The call of {@link selectRows}, with what it asks for. */
export interface SelectCall extends Asked {
  readonly parts: CallParts
  readonly apiVersion: string
}

/**
 * Checks the options of a select and writes its call: `query-selectRows.api`.
 *
 * The parameters travel in a form, never in the URL: filter values can be a patient's, and URLs end
 * in logs.
 */
export function selectCall(
  options: unknown,
  where: string,
  client: ResolvedClientOptions,
): SelectCall {
  const own = ownOptions(options, where, [...rowSelectionNames, ...rowFormNames])
  const read = readOptions(own, where)
  const schemaName = read.requiredText('schemaName')
  const queryName = read.requiredText('queryName')
  return {
    schemaName,
    queryName,
    apiVersion: read.choice('apiVersion', apiVersions) ?? '8.3',
    parts: {
      ...readCallOptions(read, client),
      method: 'POST',
      controller: 'query',
      action: 'selectRows',
      subject: `query ${schemaName}.${queryName}`,
      form: [...selectionForm(read, own['sort']), ...rowForm(read)],
      readOnly: true,
    },
  }
}

/** Reads rows: `query-selectRows.api` (contract 4.2, 4.5). */
export async function selectRows<Row>(
  options: SelectRowsOptions,
  { client, perform }: Caller,
): Promise<SelectRowsResult<Row>> {
  const { parts, ...asked } = selectCall(options, 'selectRows', client)
  const { value, answer, report } = await perform(completeCall(client, parts))
  const result = readRows<Row>(value, asked)
  if (result === undefined) throw decodeError(report, answer, { kind: 'json', value })
  return result
}
