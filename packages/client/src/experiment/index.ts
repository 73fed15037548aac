export { loadBatch, loadBatches, loadRuns, saveBatch, saveBatches, saveRuns } from './batches.ts'
export {
  createHiddenRunGroup,
  derive,
  getEntitySequence,
  saveMaterials,
  setEntitySequence,
} from './derive.ts'
export { exportRuns } from './export-runs.ts'
export { lineage, resolve } from './lineage.ts'
export { addRecordingStep, startRecording, stopRecording } from './provenance.ts'
export type {
  AssayChoice,
  ExpDetails,
  LoadBatchesOptions,
  LoadBatchOptions,
  LoadRunsOptions,
  SaveBatchesOptions,
  SaveBatchOptions,
  SaveRunsOptions,
} from './batches.ts'
export type {
  CreateHiddenRunGroupOptions,
  Derived,
  DeriveInput,
  DeriveOptions,
  DeriveOutput,
  EntitySequenceOptions,
  SaveMaterialsOptions,
  SetEntitySequenceOptions,
} from './derive.ts'
export type { ExpData, ExpMaterial, ExpObject, ExpRun, RunGroup } from './exp-object.ts'
export type { ExperimentApi } from './experiment-api.ts'
export type { ExportRunsOptions } from './export-runs.ts'
export type {
  Lineage,
  LineageEdge,
  LineageNode,
  LineageOptions,
  ResolveOptions,
} from './lineage.ts'
export type {
  ProvenanceObject,
  ProvenanceStep,
  Recording,
  RecordingStepOptions,
  StartRecordingOptions,
} from './provenance.ts'
