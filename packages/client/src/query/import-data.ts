import { callOptionNames, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import { isFilePart } from '../is-file-part.ts'
import { multipart, type FilePart, type FormPart } from '../multipart.ts'
import { isObject, numberOf, present, textOf } from '../read-json.ts'
import { askQuery, parameters, type Caller } from './ask-query.ts'
import { auditBehaviors, type AuditBehavior } from './modify-rows.ts'

/** What an import does with rows whose key is there already. */
export type InsertOption = (typeof insertOptions)[number]

const insertOptions = [
  'IMPORT',
  'INSERT',
  'MERGE',
  'UPDATE',
  'REPLACE',
  'UPSERT',
  'IMPORT_IDENTITY',
] as const

/** Where the data of an import come from. */
export type ImportSource =
  /** A table as text, names of columns in its first line. */
  | { readonly text: string; readonly format?: 'tsv' | 'csv' }
  /** A file, also as a stream: `{ filename: 'a.tsv', content: createReadStream('a.tsv') }`. */
  | { readonly file: FilePart }
  /** A file that is on the server already, in the container's files. */
  | { readonly path: string }
  /** A resource of a module of the server. */
  | { readonly module: string; readonly moduleResource: string }

/** Which data go where, and how. */
export interface ImportDataOptions extends CallOptions {
  readonly schemaName: string
  readonly queryName: string
  readonly source: ImportSource
  /** Default: `IMPORT`. */
  readonly insertOption?: InsertOption
  /** The server works on it after the answer; `jobId` is the job to wait for. Default: false. */
  readonly useAsync?: boolean
  /** Keeps the file in the container's pipeline folder. Default: false. */
  readonly saveToPipeline?: boolean
  /** Takes the values of a column that counts by itself from the data. Default: false. */
  readonly importIdentity?: boolean
  /** Takes lookups by their names instead of their keys. Default: false. */
  readonly importLookupByAlternateKey?: boolean
  readonly crossTypeImport?: boolean
  readonly crossFolderImport?: boolean
  readonly allowCreateStorage?: boolean
  /** Default: the table's. */
  readonly auditBehavior?: AuditBehavior
  readonly auditUserComment?: string
}

/** What an import has done, or began to do. */
export interface ImportDataResult {
  /** 0 for one that the server still works on. */
  readonly rowCount: number
  /** The pipeline job of an import with `useAsync`; `waitForImport` waits for it. */
  readonly jobId?: string
  readonly transactionAuditId?: number
}

const where = 'importData'
const flags = [
  'useAsync',
  'saveToPipeline',
  'importIdentity',
  'importLookupByAlternateKey',
  'crossTypeImport',
  'crossFolderImport',
  'allowCreateStorage',
] as const satisfies readonly (keyof ImportDataOptions)[]

/** Imports a table: `query-import.api` (contract 4.9). Nothing is repeated when it fails. */
export async function importData(
  options: ImportDataOptions,
  caller: Caller,
): Promise<ImportDataResult> {
  const own = ownOptions(options, where, [
    'schemaName',
    'queryName',
    'source',
    'insertOption',
    ...flags,
    'auditBehavior',
    'auditUserComment',
    ...callOptionNames,
  ])
  const read = readOptions(own, where)
  const schemaName = read.requiredText('schemaName')
  const queryName = read.requiredText('queryName')
  const source =
    sourceParts(own['source']) ??
    read.refuse('source', 'one of text, file, path, or module with moduleResource')
  const { value, unreadable } = await askQuery(caller, read, {
    method: 'POST',
    action: 'import',
    subject: `import into ${schemaName}.${queryName}`,
    // Contract 4.9: without it the answer is JSON within a page.
    headers: { 'X-Requested-With': 'XMLHttpRequest' },
    ...multipart([
      ...parameters({
        schemaName,
        queryName,
        insertOption: read.choice('insertOption', insertOptions),
        ...Object.fromEntries(flags.map((flag) => [flag, read.flag(flag)])),
        auditBehavior: read.choice('auditBehavior', auditBehaviors),
        auditUserComment: read.text('auditUserComment'),
      }),
      ...source,
    ]),
    readOnly: false,
  })
  const rowCount = numberOf(value['rowCount'])
  const job = value['jobId']
  const jobId = typeof job === 'number' ? String(job) : textOf(job)
  if (rowCount === undefined && jobId === undefined) throw await unreadable()
  return {
    rowCount: rowCount ?? 0,
    ...present({ jobId, transactionAuditId: numberOf(value['transactionAuditId']) }),
  }
}

function sourceParts(source: unknown): readonly FormPart[] | undefined {
  if (!isObject(source)) return undefined
  const { text, format, file, path, module, moduleResource } = source
  const kinds = [text, file, path, module].filter((kind) => kind !== undefined)
  if (kinds.length !== 1) return undefined
  if (typeof text === 'string' && (format === undefined || format === 'tsv' || format === 'csv')) {
    return [
      ['text', text],
      ['format', format ?? 'tsv'],
    ]
  }
  if (isFilePart(file)) return [['file', file]]
  if (typeof path === 'string' && path !== '') return [['path', path]]
  if (typeof module !== 'string' || typeof moduleResource !== 'string') return undefined
  return [
    ['module', module],
    ['moduleResource', moduleResource],
  ]
}
