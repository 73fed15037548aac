import { explain } from '../explain.ts'
import type { LabKeyError } from '../labkey-error.ts'
import { LabKeyConflictError, LabKeyNotFoundError, LabKeyServerError } from '../labkey-errors.ts'

const taken = {
  kind: LabKeyConflictError,
  says: 'has something of that name already',
  hint: 'choose another name, or say overwrite: true',
} as const

/** What LabKey's statuses mean for files (LabKey 24.11, `DavController`). */
const meanings = {
  208: taken,
  404: {
    kind: LabKeyNotFoundError,
    says: 'has no such file or folder',
    hint: 'list the folder above it; what you may not see counts as missing',
  },
  405: taken,
  409: {
    kind: LabKeyConflictError,
    says: 'cannot do this to its files as they are',
    hint: 'make the folder above it first, with files.createDirectory',
  },
  412: taken,
  423: {
    kind: LabKeyConflictError,
    says: 'has locked this for somebody else',
    hint: 'try again when the lock is gone',
  },
  507: {
    kind: LabKeyServerError,
    says: 'has no room left for this',
    hint: 'ask an administrator for more, or delete what is not needed',
  },
} as const

/** Says in words of files what a status means; any other error stays as it is. */
export function restate(error: LabKeyError): LabKeyError {
  const { status, message } = error
  if (status === undefined || !Object.hasOwn(meanings, status)) return error
  const meaning = meanings[status as keyof typeof meanings]
  const { method, url, action, serverMessage, requestId, attempts, durationMs } = error
  const asked = /^ +asked +(.*)$/m.exec(message)?.[1]
  return new meaning.kind({
    message: explain(`LabKey${serverOf(url)} ${meaning.says} (${status})`, [
      ['asked', asked],
      ['said', serverMessage && `"${serverMessage}"`],
      ['next', meaning.hint],
    ]),
    hint: meaning.hint,
    status,
    attempts,
    durationMs,
    ...(method !== undefined && { method }),
    ...(url !== undefined && { url }),
    ...(action !== undefined && { action }),
    ...(serverMessage !== undefined && { serverMessage }),
    ...(requestId !== undefined && { requestId }),
  })
}

function serverOf(url: string | undefined): string {
  return url === undefined ? '' : ` at ${new URL(url).origin}`
}
