import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { isObject, present, textOf } from '../read-json.ts'

/** Which files, and which analysis of them. */
export interface GetFileStatusOptions extends CallOptions {
  /** The pipeline, as `org.labkey.api.pipeline.file.FileAnalysisTaskPipeline:x`. */
  readonly taskId: string
  readonly protocolName: string
  /** Below the container's pipeline root. */
  readonly path: string
  /** Names within `path`. */
  readonly files: readonly string[]
}

/** How files stand. */
export interface FileStatus {
  readonly files: readonly { readonly name: string; readonly status?: string }[]
  /** What starting would do: `Analyze`, `Retry` …; absent where nothing is to be done. */
  readonly submitType?: string
}

/** Which protocols. */
export interface GetProtocolsOptions extends CallOptions {
  readonly taskId: string
  /** Below the container's pipeline root. */
  readonly path: string
  /** Those of workbooks inside of the container, too. Default: false. */
  readonly includeWorkbooks?: boolean
}

/** A saved protocol of a pipeline. */
export interface PipelineProtocol {
  readonly name: string
  readonly description?: string
  readonly containerPath?: string
  readonly xmlParameters?: string
  readonly jsonParameters?: Readonly<Record<string, unknown>>
}

/** The protocols of a pipeline. */
export interface PipelineProtocols {
  readonly protocols: readonly PipelineProtocol[]
  readonly defaultProtocolName?: string
}

/** What to analyse, and how. */
export interface StartAnalysisOptions extends CallOptions {
  readonly taskId: string
  readonly protocolName: string
  /** Below the container's pipeline root. */
  readonly path: string
  /** Names within `path`. */
  readonly files?: readonly string[]
  /** Row ids of `exp.Data`, wherever the files are. */
  readonly fileIds?: readonly number[]
  /** The parameters of a protocol that is new, as JSON or XML; never both. */
  readonly jsonParameters?: Readonly<Record<string, unknown>>
  readonly xmlParameters?: string
  readonly pipelineDescription?: string
  readonly protocolDescription?: string
  /** Keeps a protocol that is new. Default: true. */
  readonly saveProtocol?: boolean
  /** Default: false. */
  readonly allowNonExistentFiles?: boolean
}

/** `pipeline-analysis-getFileStatus`: labkey-api-js 1.35.3, `src/labkey/Pipeline.ts`. */
export function getFileStatus(
  labkey: LabKeyClient,
  options: GetFileStatusOptions,
): Promise<FileStatus> {
  return ask(
    labkey,
    options,
    {
      name: 'pipeline.getFileStatus',
      takes: { taskId: 'text!', protocolName: 'text!', path: 'text!', files: 'texts!' },
      read: 'pipeline-analysis-getFileStatus',
      sends: ({ files, ...rest }) => ({ form: { ...rest, file: files } }),
    },
    ({ json, objects }) => ({
      files: objects('files').map((file) => ({
        name: textOf(file['name']) ?? '',
        ...present({ status: textOf(file['status']) }),
      })),
      ...present({ submitType: textOf(json['submitType']) }),
    }),
  )
}

/** `pipeline-analysis-getSavedProtocols`: labkey-api-js 1.35.3, `src/labkey/Pipeline.ts`. */
export function getProtocols(
  labkey: LabKeyClient,
  options: GetProtocolsOptions,
): Promise<PipelineProtocols> {
  return ask(
    labkey,
    options,
    {
      name: 'pipeline.getProtocols',
      takes: { taskId: 'text!', path: 'text!', includeWorkbooks: 'flag' },
      read: 'pipeline-analysis-getSavedProtocols',
      sends: (values) => ({ form: { includeWorkbooks: false, ...values } }),
    },
    ({ json, objects }) => ({
      protocols: objects('protocols').map((protocol) => ({
        name: textOf(protocol['name']) ?? '',
        ...present({
          description: textOf(protocol['description']),
          containerPath: textOf(protocol['containerPath']),
          xmlParameters: textOf(protocol['xmlParameters']),
          jsonParameters: isObject(protocol['jsonParameters'])
            ? protocol['jsonParameters']
            : undefined,
        }),
      })),
      ...present({ defaultProtocolName: textOf(json['defaultProtocolName']) }),
    }),
  )
}

/** `pipeline-analysis-startAnalysis`: labkey-api-js 1.35.3, `src/labkey/Pipeline.ts`. */
export function startAnalysis(
  labkey: LabKeyClient,
  options: StartAnalysisOptions,
): Promise<{ readonly jobGUIDs: readonly string[] }> {
  return ask(
    labkey,
    options,
    {
      name: 'pipeline.startAnalysis',
      takes: {
        taskId: 'text!',
        protocolName: 'text!',
        path: 'text!',
        files: 'texts',
        fileIds: 'integers',
        jsonParameters: 'object',
        xmlParameters: 'text',
        pipelineDescription: 'text',
        protocolDescription: 'text',
        saveProtocol: 'flag',
        allowNonExistentFiles: 'flag',
      },
      post: 'pipeline-analysis-startAnalysis',
      sends: ({ files, jsonParameters, xmlParameters, saveProtocol = true, ...rest }, read) => {
        if (jsonParameters !== undefined && xmlParameters !== undefined) {
          read.refuse('xmlParameters', 'left out when there are jsonParameters')
        }
        return {
          form: {
            ...rest,
            saveProtocol,
            file: files,
            configureJson: jsonParameters,
            configureXml: xmlParameters,
          },
        }
      },
    },
    ({ json }) => {
      const jobs = json['jobGUIDs']
      return { jobGUIDs: Array.isArray(jobs) ? jobs.filter((job) => typeof job === 'string') : [] }
    },
  )
}
