import { answerError } from '../answer-error.ts'
import { failureIn, parseAnswer } from '../parse-answer.ts'
import type { Asked } from '../query/rows.ts'
import { createDelimitedDecoder, type DelimitedColumn } from './decode-delimited.ts'
import type { RowReader } from './row-source.ts'
import { UndecodableError } from './undecodable-error.ts'

/** Makes a reader of the answers of `sql-execute`. */
export function createDelimitedReader<Row>(asked: Asked, maxBytes: number): RowReader<Row> {
  const decoder = createDelimitedDecoder(maxBytes)
  return {
    // The caller says what a row is; the wire cannot.
    push: (chunk) => decoder.push(chunk) as readonly Row[],
    metadata: () => decoder.columns && { columns: decoder.columns.map(columnOf), ...asked },
    finish({ report, answer }) {
      const rest = decoder.end().trim()
      if (rest !== '') {
        // A failure after the first records, when LabKey could not take its status back.
        const parsed = parseAnswer(rest)
        const failure = parsed.kind === 'json' ? failureIn(parsed.value) : undefined
        if (failure !== undefined) throw answerError(report, answer, failure)
        throw new UndecodableError(parsed.kind === 'html' ? 'html' : 'text')
      }
      if (decoder.columns === undefined) throw new UndecodableError('text')
      return undefined
    },
  }
}

function columnOf({ name, jdbcType }: DelimitedColumn) {
  return { name, caption: name, type: typeOf(jdbcType), hidden: false, keyField: false }
}

/** LabKey's JSON types (contract 4.5) of JDBC's. */
function typeOf(jdbcType: string): string {
  switch (jdbcType) {
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
      return 'int'
    case 'DOUBLE':
    case 'REAL':
    case 'FLOAT':
    case 'DECIMAL':
    case 'NUMERIC':
      return 'float'
    case 'BOOLEAN':
    case 'BIT':
      return 'boolean'
    case 'DATE':
    case 'TIMESTAMP':
      return 'date'
    case 'TIME':
      return 'time'
    default:
      return 'string'
  }
}
