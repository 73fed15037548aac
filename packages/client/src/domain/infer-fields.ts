import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { multipart, type FilePart } from '../multipart.ts'
import type { DomainField } from './domain-design.ts'

/** The file to look into. */
export interface InferFieldsOptions extends CallOptions {
  /** A table as text or workbook. Its first lines decide. */
  readonly file: FilePart
}

/** `property-inferDomain`: labkey-api-python 3.0, `labkey/domain.py`; Rlabkey 3.4.6, `R/labkey.domain.R`. */
export function inferFields(
  labkey: LabKeyClient,
  options: InferFieldsOptions,
): Promise<readonly DomainField[]> {
  return ask(
    labkey,
    options,
    {
      name: 'domain.inferFields',
      takes: { file: 'file!' },
      read: 'property-inferDomain',
      sends: ({ file }) => ({ multipart: multipart([['inferfile', file]]) }),
    },
    ({ objects }) => objects('fields'),
  )
}
