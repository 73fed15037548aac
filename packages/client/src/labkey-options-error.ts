import { LabKeyError } from './labkey-error.ts'

/** An option is missing or wrong, and its name is in the message: `ERR_LABKEY_OPTIONS`. */
export class LabKeyOptionsError extends LabKeyError {
  /** @internal */
  constructor(message: string) {
    super('LabKeyOptionsError', { code: 'ERR_LABKEY_OPTIONS', message })
  }
}
