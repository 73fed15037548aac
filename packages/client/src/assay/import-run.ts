import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import type { ExpRun } from '../experiment/exp-object.ts'
import { multipart, type FilePart } from '../multipart.ts'
import { numberOf, present, textOf } from '../read-json.ts'

/** A run to import: a file, rows, or a file that is on the server. */
export interface ImportRunOptions extends CallOptions {
  readonly assayId: number
  readonly file?: FilePart
  readonly dataRows?: readonly Readonly<Record<string, unknown>>[]
  /** Below the container's pipeline root. */
  readonly runFilePath?: string
  /** A batch that is there. Default: a new one. */
  readonly batchId?: number
  readonly name?: string
  readonly comment?: string
  /** Of the run, by the names of its fields. */
  readonly properties?: Readonly<Record<string, unknown>>
  /** Of the batch, by the names of its fields. */
  readonly batchProperties?: Readonly<Record<string, unknown>>
  readonly plateMetadata?: Readonly<Record<string, unknown>>
  /** The run that this one takes the place of. */
  readonly reRunId?: number
  /** For the pipeline's job. */
  readonly jobDescription?: string
  /** Lets files be the input of several runs. Default: false. */
  readonly allowCrossRunFileInputs?: boolean
  /** For the audit log. */
  readonly auditUserComment?: string
}

/** What has been imported, or is being imported. */
export interface ImportedRun {
  readonly assayId: number
  readonly batchId?: number
  /** Absent where the server works on it after its answer. */
  readonly runId?: number
  readonly jobId?: string
  readonly successUrl?: string
}

/** Which run. */
export interface GetAssayRunOptions extends CallOptions {
  readonly lsid: string
}

/**
 * `assay-importRun`: LabKey 24.11, `assay/src/org/labkey/assay/actions/ImportRunApiAction.java`, reads all but the file from
 * the part `json`; plate metadata and the comment it reads from parts of their own, as labkey-api-js 1.35.3 writes
 * them, `src/labkey/dom/Assay.ts`.
 */
export function importRun(labkey: LabKeyClient, options: ImportRunOptions): Promise<ImportedRun> {
  return ask(
    labkey,
    options,
    {
      name: 'assay.importRun',
      takes: {
        assayId: 'integer!',
        file: 'file',
        dataRows: 'objects',
        runFilePath: 'text',
        batchId: 'integer',
        name: 'text',
        comment: 'text',
        properties: 'object',
        batchProperties: 'object',
        plateMetadata: 'object',
        reRunId: 'integer',
        jobDescription: 'text',
        allowCrossRunFileInputs: 'flag',
        auditUserComment: 'text',
      },
      post: 'assay-importRun',
      sends: ({ file, ...json }, read) => {
        const { plateMetadata, auditUserComment } = json
        if (file === undefined && json.dataRows === undefined && json.runFilePath === undefined) {
          read.refuse('file', 'there, or dataRows, or runFilePath')
        }
        const parts: readonly (readonly [string, string | FilePart | undefined])[] = [
          ['json', JSON.stringify(json)],
          ['plateMetadata', plateMetadata && JSON.stringify(plateMetadata)],
          ['auditUserComment', auditUserComment],
          ['file', file],
        ]
        return {
          multipart: multipart(
            parts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
          ),
        }
      },
    },
    ({ json }, { assayId }) => ({
      assayId: numberOf(json['assayId']) ?? assayId,
      ...present({
        batchId: numberOf(json['batchId']),
        runId: numberOf(json['runId']),
        jobId: textOf(json['jobId']) ?? numberOf(json['jobId'])?.toString(),
        successUrl: textOf(json['successurl']),
      }),
    }),
  )
}

/** `assay-getAssayRun`: labkey-api-java 6.3, `assay/GetAssayRunCommand.java`. */
export function getAssayRun(labkey: LabKeyClient, options: GetAssayRunOptions): Promise<ExpRun> {
  return ask(
    labkey,
    options,
    { name: 'assay.getAssayRun', takes: { lsid: 'text!' }, read: 'assay-getAssayRun' },
    ({ object }) => object('run'),
  )
}
