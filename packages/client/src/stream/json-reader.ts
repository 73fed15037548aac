import { answerError, decodeError } from '../answer-error.ts'
import { failureIn } from '../parse-answer.ts'
import { readColumns } from '../query/columns.ts'
import { namesOf, type Asked } from '../query/rows.ts'
import { isObject, numberOf, type Json } from '../read-json.ts'
import { createRowDecoder } from './decode-rows.ts'
import type { RowReader } from './row-source.ts'

/** Makes a reader of the answers of `query-selectRows` and `query-executeSql`. */
export function createJsonReader<Row>(asked: Asked, maxBytes: number): RowReader<Row> {
  const decoder = createRowDecoder(maxBytes)
  let whole: Json | undefined
  return {
    // The caller says what a row is; the wire cannot.
    push: (chunk) => decoder.push(chunk) as readonly Row[],
    metadata() {
      const known = whole ?? decoder.head
      return known && { columns: readColumns(known['metaData']), ...namesOf(known, asked) }
    },
    finish({ report, answer }) {
      const end = decoder.end()
      const parsed =
        end.kind === 'rows'
          ? ({ kind: 'json', value: { ...decoder.head, ...end.tail } } as const)
          : end.parsed
      if (parsed.kind !== 'json') throw decodeError(report, answer, parsed)
      const failure = failureIn(parsed.value)
      if (failure !== undefined) throw answerError(report, answer, failure)
      // Contract 4.5: form 13.2 has no `rows` when only metadata was asked for.
      const isAnswer = isObject(parsed.value) && (end.kind === 'rows' || 'metaData' in parsed.value)
      if (!isAnswer) throw decodeError(report, answer, parsed)
      whole = parsed.value
      return numberOf(whole['rowCount'])
    },
  }
}
