export { getAssayById, getAssayByName, getAssays, getAssaysByType } from './assay-designs.ts'
export { getAssayRun, importRun } from './import-run.ts'
export { getNabRuns, getStudyNabGraphUrl, getStudyNabRuns } from './nab.ts'
export { getProtocol, saveProtocol } from './protocols.ts'
export type { AssayApi } from './assay-api.ts'
export type {
  AssayDesign,
  GetAssayByIdOptions,
  GetAssayByNameOptions,
  GetAssaysByTypeOptions,
  GetAssaysOptions,
} from './assay-designs.ts'
export type { GetAssayRunOptions, ImportedRun, ImportRunOptions } from './import-run.ts'
export type {
  GetNabRunsOptions,
  GetStudyNabGraphUrlOptions,
  GetStudyNabRunsOptions,
  NabGraph,
  NabRun,
} from './nab.ts'
export type { AssayProtocol, GetProtocolOptions, SaveProtocolOptions } from './protocols.ts'
export type { ExpRun } from '../experiment/exp-object.ts'
