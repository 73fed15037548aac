import { ActionError } from '../http/failures.ts'
import { decodeWaf } from '../sql/waf.ts'
import type { Call } from './action.ts'

/**
 * Returns the SQL of a call, decoded where the release does so (contract 4.6).
 *
 * @throws {ActionError} 500 without any, in LabKey's words.
 */
export function sqlTextOf({ site }: Call, text: string | undefined): string {
  if (text === undefined || text.trim() === '') {
    throw new ActionError(500, "No value was supplied for the required parameter 'sql'.", {
      exceptionClass: 'java.lang.IllegalArgumentException',
    })
  }
  return site.traits.hasWafEncoding ? decodeWaf(text) : text
}
