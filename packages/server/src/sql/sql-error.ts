import { ActionError } from '../http/failures.ts'

/** SQL that is wrong, too slow, or gives too much: 500 with LabKey's class (contract 4.6). */
export class SqlError extends ActionError {
  constructor(message: string) {
    super(500, message, { exceptionClass: 'org.labkey.api.query.QueryParseException' })
    this.name = 'SqlError'
  }
}
