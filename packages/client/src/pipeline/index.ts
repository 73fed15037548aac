export { getFileStatus, getProtocols, startAnalysis } from './analysis.ts'
export { getPipelineContainer, notifyFiles } from './pipeline-root.ts'
export { resetTransformState, runTransform, updateTransformConfiguration } from './transforms.ts'
export type {
  FileStatus,
  GetFileStatusOptions,
  GetProtocolsOptions,
  PipelineProtocol,
  PipelineProtocols,
  StartAnalysisOptions,
} from './analysis.ts'
export type { PipelineApi } from './pipeline-api.ts'
export type { PipelineContainer } from './pipeline-root.ts'
export type {
  TransformConfiguration,
  TransformOptions,
  TransformRun,
  UpdateTransformConfigurationOptions,
} from './transforms.ts'
