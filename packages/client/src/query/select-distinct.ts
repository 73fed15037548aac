import { ownOptions, readOptions } from '../check-options.ts'
import { askQuery, type Caller } from './ask-query.ts'
import { fieldKey, isField, type Field } from './field-key.ts'
import { rowSelectionNames, selectionForm, type RowSelection } from './select-form.ts'

/** Which column of which rows. */
export interface SelectDistinctOptions extends Omit<
  RowSelection,
  'columns' | 'extraColumns' | 'offset'
> {
  readonly column: Field
}

const where = 'selectDistinct'
const knownOptions = [
  'column',
  ...rowSelectionNames.filter(
    (name) => name !== 'columns' && name !== 'extraColumns' && name !== 'offset',
  ),
]

/** Lists the different values of a column: `query-selectDistinct.api` (contract 4.8). */
export async function selectDistinct<Value>(
  options: SelectDistinctOptions,
  caller: Caller,
): Promise<readonly Value[]> {
  const own = ownOptions(options, where, knownOptions)
  const read = readOptions(own, where)
  const { column } = own
  if (!isField(column)) return read.refuse('column', 'the name of a column')
  const maxRows = String(read.integer('maxRows', -1) ?? -1)
  const { value, unreadable } = await askQuery(caller, read, {
    method: 'POST',
    action: where,
    subject: `values of ${fieldKey(column)} in ${read.requiredText('schemaName')}.${read.requiredText('queryName')}`,
    form: [
      ...selectionForm(read, own['sort']).filter(([name]) => name !== 'query.maxRows'),
      ['query.columns', fieldKey(column)],
      // Without a prefix here (contract 4.8).
      ['maxRows', maxRows],
    ],
    readOnly: true,
  })
  if (!Array.isArray(value['values'])) throw await unreadable()
  // The caller says what a value is; the wire cannot.
  return value['values'] as readonly Value[]
}
