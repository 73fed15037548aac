import { readCallOptions, type CallOptions } from '../call-options.ts'
import { callerOf } from '../callers.ts'
import type { LabKeyClient } from '../create-client.ts'
import type { FilePart } from '../multipart.ts'
import { take } from '../takes.ts'
import { createDomain } from './create-domain.ts'
import type { DomainDesign } from './domain-design.ts'
import { inferFields } from './infer-fields.ts'

/** A table to make of a file, and to fill from it. */
export interface CreateAndLoadOptions extends CallOptions {
  readonly name: string
  /** A text or bytes: it is sent twice, so a stream will not do. */
  readonly file: FilePart
  /** `IntList`, `VarList`, `SampleSet`, `DataClass`, `StudyDatasetVisit`, `StudyDatasetDate` … */
  readonly kind: string
  readonly description?: string
  /** What the kind needs besides, as `{ keyName: 'Key', keyType: 'AutoIncrementInteger' }`. */
  readonly options?: Readonly<Record<string, unknown>>
  /** Default: that of the kind. */
  readonly schemaName?: string
}

/** What has been made and filled. */
export interface LoadedDomain {
  readonly domain: DomainDesign
  readonly rowCount: number
}

const schemas: Readonly<Record<string, string>> = {
  IntList: 'lists',
  VarList: 'lists',
  SampleSet: 'samples',
  DataClass: 'exp.data',
  StudyDatasetVisit: 'study',
  StudyDatasetDate: 'study',
  IssueDefinition: 'issues',
}

/** Infer, create, import: Rlabkey 3.4.6, `R/labkey.domain.R`. */
export async function createAndLoad(
  labkey: LabKeyClient,
  options: CreateAndLoadOptions,
): Promise<LoadedDomain> {
  const where = 'domain.createAndLoad'
  const { client } = callerOf(labkey, where)
  const { values, read } = take(options, where, {
    name: 'text!',
    file: 'file!',
    kind: 'text!',
    description: 'text',
    options: 'object',
    schemaName: 'text',
  })
  // Before the first call, not with it.
  readCallOptions(read, client)
  const { name, file, kind, description } = values
  if (typeof file.content === 'object' && Symbol.asyncIterator in file.content) {
    read.refuse('file', 'a file whose content is a text or bytes')
  }
  const schemaName = values.schemaName ?? schemas[kind]
  if (schemaName === undefined) read.refuse('schemaName', `there for the kind ${kind}`)
  const { container, timeoutMs, signal } = options
  const call: CallOptions = {
    ...(container !== undefined && { container }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(signal !== undefined && { signal }),
  }
  const fields = await inferFields(labkey, { file, ...call })
  const domain = await createDomain(labkey, {
    ...call,
    kind,
    domainDesign: { name, fields, ...(description !== undefined && { description }) },
    // As R does: what the file's first lines look like must not refuse the others.
    options: { ...values.options, strictFieldValidation: false },
  })
  const source = { file }
  const target = { ...call, schemaName: schemaName ?? '', queryName: name }
  const { rowCount } = await labkey.query.importData({ ...target, source })
  return { domain, rowCount }
}
