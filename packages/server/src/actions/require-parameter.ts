import { ActionError } from '../http/failures.ts'
import type { Parameters } from '../http/parameters.ts'

/**
 * Returns a parameter that must be there.
 *
 * @throws {ActionError} 500 in LabKey's words (contract 4.6 and 4.8).
 */
export function requireParameter(parameters: Parameters, name: string): string {
  const value = parameters.get(name) || parameters.get(`query.${name}`)
  if (value) return value
  throw new ActionError(500, `No value was supplied for the required parameter '${name}'.`, {
    exceptionClass: 'java.lang.IllegalArgumentException',
  })
}
