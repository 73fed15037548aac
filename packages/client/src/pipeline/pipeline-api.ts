import type { CallOptions } from '../call-options.ts'
import type {
  FileStatus,
  GetFileStatusOptions,
  GetProtocolsOptions,
  PipelineProtocols,
  StartAnalysisOptions,
} from './analysis.ts'
import type { PipelineContainer } from './pipeline-root.ts'
import type {
  TransformConfiguration,
  TransformOptions,
  TransformRun,
  UpdateTransformConfigurationOptions,
} from './transforms.ts'

/** Work that the server does in its own time. */
export interface PipelineApi {
  /**
   * Tells how files stand in an analysis.
   *
   * Servers: all, with the module Pipeline.
   *
   * @throws {LabKeyNotFoundError} for a pipeline that is not there
   * @example
   * ```ts
   * const { files, submitType } = await labkey.pipeline.getFileStatus({
   *   taskId: 'org.labkey.api.pipeline.file.FileAnalysisTaskPipeline:align',
   *   protocolName: 'default',
   *   path: 'runs/1',
   *   files: ['a.fastq'],
   * })
   * ```
   */
  getFileStatus(options: GetFileStatusOptions): Promise<FileStatus>
  /**
   * Lists the protocols that are saved for a pipeline.
   *
   * Servers: all, with the module Pipeline.
   *
   * @throws {LabKeyNotFoundError} for a pipeline that is not there
   * @example
   * ```ts
   * const { protocols } = await labkey.pipeline.getProtocols({
   *   taskId: 'org.labkey.api.pipeline.file.FileAnalysisTaskPipeline:align',
   *   path: 'runs/1',
   * })
   * ```
   */
  getProtocols(options: GetProtocolsOptions): Promise<PipelineProtocols>
  /**
   * Starts an analysis, and gives the ids of its jobs where the server tells them; their rows are in
   * `pipeline.Job`.
   *
   * Servers: all, with the module Pipeline.
   *
   * @throws {LabKeyServerError} for files that are not there, or parameters for a protocol that is saved already
   * @example
   * ```ts
   * const { jobGUIDs } = await labkey.pipeline.startAnalysis({
   *   taskId: 'org.labkey.api.pipeline.file.FileAnalysisTaskPipeline:align',
   *   protocolName: 'strict',
   *   path: 'runs/1',
   *   files: ['a.fastq'],
   *   jsonParameters: { quality: 30 },
   * })
   * ```
   */
  startAnalysis(options: StartAnalysisOptions): Promise<{ readonly jobGUIDs: readonly string[] }>
  /**
   * Says in which container the pipeline of the call's container is: itself, or a parent.
   *
   * Servers: all, with the module Pipeline.
   *
   * @example
   * ```ts
   * const { containerPath, webDavURL } = await labkey.pipeline.getPipelineContainer()
   * ```
   */
  getPipelineContainer(options?: CallOptions): Promise<PipelineContainer>
  /**
   * Has the server look for files that jobs wait for, and gives the number of jobs that go on.
   *
   * Servers: all, with the module Pipeline.
   *
   * @example
   * ```ts
   * const { jobsReleased } = await labkey.pipeline.notifyFiles()
   * ```
   */
  notifyFiles(options?: CallOptions): Promise<{ readonly jobsReleased: number }>
  /**
   * Runs a transform (ETL) now.
   *
   * Servers: with the premium module DataIntegration.
   *
   * @throws {LabKeyNotFoundError} for a transform that is not there, or without the module
   * @example
   * ```ts
   * const { status, jobId } = await labkey.pipeline.runTransform({ transformId: '{labs}/nightly' })
   * if (jobId !== undefined) await labkey.query.waitForImport({ jobId })
   * console.log(status)
   * ```
   */
  runTransform(options: TransformOptions): Promise<TransformRun>
  /**
   * Makes a transform forget what it has read already.
   *
   * Servers: with the premium module DataIntegration.
   *
   * @throws {LabKeyNotFoundError} for a transform that is not there, or without the module
   * @example
   * ```ts
   * await labkey.pipeline.resetTransformState({ transformId: '{labs}/nightly' })
   * ```
   */
  resetTransformState(options: TransformOptions): Promise<void>
  /**
   * Switches the schedule or the wordy log of a transform, and gives its settings; without either, it only reads
   * them.
   *
   * Servers: with the premium module DataIntegration.
   *
   * @throws {LabKeyNotFoundError} for a transform that is not there, or without the module
   * @example
   * ```ts
   * const { enabled, state } = await labkey.pipeline.updateTransformConfiguration({
   *   transformId: '{labs}/nightly',
   *   enabled: false,
   * })
   * ```
   */
  updateTransformConfiguration(
    options: UpdateTransformConfigurationOptions,
  ): Promise<TransformConfiguration>
}
