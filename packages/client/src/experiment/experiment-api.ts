import type { QueryRow } from '../query/rows.ts'
import type { StreamedAnswer } from '../streamed-answer.ts'
import type {
  LoadBatchesOptions,
  LoadBatchOptions,
  LoadRunsOptions,
  SaveBatchesOptions,
  SaveBatchOptions,
  SaveRunsOptions,
} from './batches.ts'
import type {
  CreateHiddenRunGroupOptions,
  Derived,
  DeriveOptions,
  EntitySequenceOptions,
  SaveMaterialsOptions,
  SetEntitySequenceOptions,
} from './derive.ts'
import type { ExpRun, RunGroup } from './exp-object.ts'
import type { ExportRunsOptions } from './export-runs.ts'
import type { Lineage, LineageNode, LineageOptions, ResolveOptions } from './lineage.ts'
import type { Recording, RecordingStepOptions, StartRecordingOptions } from './provenance.ts'

/** Runs, and what they were made of and have made. */
export interface ExperimentApi {
  /**
   * Saves a batch with its runs, and gives it as LabKey keeps it. Materials and data without id or LSID are new.
   *
   * Servers: all, with the module Assay; `protocolName` from LabKey 19.3 on.
   *
   * @throws {LabKeyValidationError} with `rowErrors`, for results that the assay refuses
   * @throws {LabKeyNotFoundError} for an assay that is not there
   * @example
   * ```ts
   * const batch = await labkey.experiment.saveBatch({
   *   assayId: 31,
   *   batch: {
   *     name: 'May',
   *     runs: [
   *       {
   *         name: 'Plate 7',
   *         properties: { Operator: 'ann' },
   *         dataRows: [{ Sample: 'S-1', Titer: 320 }],
   *         materialInputs: [{ name: 'S-1', sampleSet: { name: 'Blood' } }],
   *       },
   *     ],
   *   },
   * })
   * console.log(batch.id, batch.runs?.length)
   * ```
   */
  saveBatch(options: SaveBatchOptions): Promise<RunGroup>
  /**
   * Saves several batches at once.
   *
   * Servers: LabKey 15.1 and newer, with the module Assay.
   *
   * @throws {LabKeyValidationError} with `rowErrors`, for results that the assay refuses
   * @example
   * ```ts
   * const saved = await labkey.experiment.saveBatches({
   *   assayId: 31,
   *   batches: [{ name: 'May' }, { name: 'June' }],
   * })
   * ```
   */
  saveBatches(options: SaveBatchesOptions): Promise<readonly RunGroup[]>
  /**
   * Reads a batch with its runs.
   *
   * Servers: all, with the module Assay.
   *
   * @throws {LabKeyNotFoundError} for a batch or assay that is not there
   * @example
   * ```ts
   * const { runs } = await labkey.experiment.loadBatch({ assayId: 31, batchId: 12 })
   * ```
   */
  loadBatch(options: LoadBatchOptions): Promise<RunGroup>
  /**
   * Reads several batches at once.
   *
   * Servers: LabKey 15.1 and newer, with the module Assay.
   *
   * @throws {LabKeyNotFoundError} for a batch or assay that is not there
   * @example
   * ```ts
   * const batches = await labkey.experiment.loadBatches({ assayId: 31, batchIds: [12, 13] })
   * ```
   */
  loadBatches(options: LoadBatchesOptions): Promise<readonly RunGroup[]>
  /**
   * Saves runs without a batch of their own, for example derivations of samples.
   *
   * Servers: LabKey 20.2 and newer, with the module Assay.
   *
   * @throws {LabKeyValidationError} with `rowErrors`, for runs that LabKey refuses
   * @example
   * ```ts
   * const [run] = await labkey.experiment.saveRuns({
   *   protocolName: 'Sample Derivation Protocol',
   *   runs: [{ materialInputs: [{ id: 4711 }], materialOutputs: [{ name: 'S-1-a' }] }],
   * })
   * ```
   */
  saveRuns(options: SaveRunsOptions): Promise<readonly ExpRun[]>
  /**
   * Reads runs by ids or LSIDs.
   *
   * Servers: LabKey 20.2 and newer, with the module Assay.
   *
   * @throws {LabKeyNotFoundError} for a run that is not there
   * @example
   * ```ts
   * const runs = await labkey.experiment.loadRuns({ runIds: [7, 8], includeInputsAndOutputs: true })
   * ```
   */
  loadRuns(options: LoadRunsOptions): Promise<readonly ExpRun[]>
  /**
   * Saves samples of a type, and gives their rows. It is an insert into the schema `samples`.
   *
   * Servers: all.
   *
   * @throws {LabKeyValidationError} with `rowErrors`, for samples that LabKey refuses
   * @example
   * ```ts
   * const rows = await labkey.experiment.saveMaterials({ name: 'Blood', materials: [{ Name: 'S-2' }] })
   * ```
   */
  saveMaterials(options: SaveMaterialsOptions): Promise<readonly QueryRow[]>
  /**
   * Makes samples or data of others, with the run between them.
   *
   * Servers: LabKey 20.1 (an estimate) and newer.
   *
   * @throws {LabKeyError} for inputs or targets that are not there
   * @example
   * ```ts
   * const { materialOutputs } = await labkey.experiment.derive({
   *   materialInputs: [{ rowId: 4711 }],
   *   targetSampleType: 'urn:lsid:labkey.com:SampleSet.Folder-4:Plasma',
   *   materialOutputCount: 2,
   *   materialDefault: { Volume: 0.5 },
   * })
   * ```
   */
  derive(options: DeriveOptions): Promise<Derived>
  /**
   * Tells the parents and children of runs, materials or data as a graph.
   *
   * Servers: all; several seeds from LabKey 19.3, `includeProperties` and its kin from 20.2 on.
   *
   * @throws {LabKeyNotFoundError} for an LSID that is not in the container
   * @example
   * ```ts
   * const lsid = 'urn:lsid:labkey.com:Sample.4.Blood:S-1'
   * const { nodes } = await labkey.experiment.lineage({ lsids: [lsid], children: false, depth: 3 })
   * console.log(nodes[lsid]?.parents.map(({ lsid: parent }) => parent))
   * ```
   */
  lineage(options: LineageOptions): Promise<Lineage>
  /**
   * Finds out what LSIDs stand for.
   *
   * Servers: LabKey 20.2 (an estimate) and newer.
   *
   * @example
   * ```ts
   * const [node] = await labkey.experiment.resolve({ lsids: ['urn:lsid:labkey.com:Sample.4.Blood:S-1'] })
   * ```
   */
  resolve(options: ResolveOptions): Promise<readonly LineageNode[]>
  /**
   * Makes a group of runs that no page lists, for comparisons; one of the same runs is used again.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for a run that is not there
   * @example
   * ```ts
   * const group = await labkey.experiment.createHiddenRunGroup({ runIds: [7, 8] })
   * ```
   */
  createHiddenRunGroup(options: CreateHiddenRunGroupOptions): Promise<RunGroup>
  /**
   * Exports runs as an archive (XAR), whose bytes come as a stream.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for a run that is not there
   * @example
   * ```ts
   * const { body } = await labkey.experiment.exportRuns({ runIds: [7] })
   * await pipeline(body, createWriteStream('runs.xar'))
   * ```
   */
  exportRuns(options: ExportRunsOptions): Promise<StreamedAnswer>
  /**
   * Reads the counter that names of samples or data are made with.
   *
   * Servers: LabKey 23.7 and newer.
   *
   * @throws {LabKeyNotFoundError} for a type that is not there
   * @example
   * ```ts
   * const next = await labkey.experiment.getEntitySequence({
   *   rowId: 5,
   *   kindName: 'SampleSet',
   *   seqType: 'genId',
   * })
   * ```
   */
  getEntitySequence(options: EntitySequenceOptions): Promise<number>
  /**
   * Sets such a counter.
   *
   * Servers: LabKey 23.7 and newer.
   *
   * @throws {LabKeyError} for a number below one that is used already
   * @example
   * ```ts
   * await labkey.experiment.setEntitySequence({
   *   rowId: 5,
   *   kindName: 'SampleSet',
   *   seqType: 'genId',
   *   newValue: 1000,
   * })
   * ```
   */
  setEntitySequence(options: SetEntitySequenceOptions): Promise<void>
  /**
   * Begins to record the steps of a work in the session: `addRecordingStep` and `stopRecording` go on with it.
   *
   * Servers: LabKey 20.7 and newer, with the premium module Provenance.
   *
   * @throws {LabKeyNotFoundError} where the module is not there
   * @example
   * ```ts
   * const { recordingId } = await labkey.experiment.startRecording({
   *   step: { name: 'clean', objectInputs: ['urn:a'] },
   * })
   * await labkey.experiment.addRecordingStep({ recordingId, step: { name: 'join' } })
   * await labkey.experiment.stopRecording({ recordingId, step: { objectOutputs: ['urn:b'] } })
   * ```
   */
  startRecording(options: StartRecordingOptions): Promise<Recording>
  /**
   * Adds a step to a recording.
   *
   * Servers: LabKey 20.7 and newer, with the premium module Provenance.
   *
   * @throws {LabKeyError} for a recording that is not there any more
   * @example
   * ```ts
   * await labkey.experiment.addRecordingStep({ recordingId: 'r-1', step: { name: 'join' } })
   * ```
   */
  addRecordingStep(options: RecordingStepOptions): Promise<void>
  /**
   * Ends a recording with its last step; runs are made of it.
   *
   * Servers: LabKey 20.7 and newer, with the premium module Provenance.
   *
   * @throws {LabKeyError} for a recording that is not there any more
   * @example
   * ```ts
   * await labkey.experiment.stopRecording({ recordingId: 'r-1', step: { runName: 'all of it' } })
   * ```
   */
  stopRecording(options: RecordingStepOptions): Promise<void>
}
