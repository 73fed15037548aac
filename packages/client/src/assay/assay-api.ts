import type { ExpRun } from '../experiment/exp-object.ts'
import type {
  AssayDesign,
  GetAssayByIdOptions,
  GetAssayByNameOptions,
  GetAssaysByTypeOptions,
  GetAssaysOptions,
} from './assay-designs.ts'
import type { GetAssayRunOptions, ImportedRun, ImportRunOptions } from './import-run.ts'
import type {
  GetNabRunsOptions,
  GetStudyNabGraphUrlOptions,
  GetStudyNabRunsOptions,
  NabGraph,
  NabRun,
} from './nab.ts'
import type { AssayProtocol, GetProtocolOptions, SaveProtocolOptions } from './protocols.ts'

/** Assay designs and their runs. Batches are saved and loaded by `labkey.experiment`. */
export interface AssayApi {
  /**
   * Lists the assay designs that the container can use.
   *
   * Servers: all, with the module Assay.
   *
   * @example
   * ```ts
   * const designs = await labkey.assay.getAssays({ type: 'General', status: 'Active' })
   * ```
   */
  getAssays(options?: GetAssaysOptions): Promise<readonly AssayDesign[]>
  /**
   * Gives the design with an id; `undefined` for none.
   *
   * Servers: all, with the module Assay.
   *
   * @example
   * ```ts
   * const design = await labkey.assay.getAssayById({ id: 31 })
   * ```
   */
  getAssayById(options: GetAssayByIdOptions): Promise<AssayDesign | undefined>
  /**
   * Gives the design with a name; `undefined` for none.
   *
   * Servers: all, with the module Assay.
   *
   * @example
   * ```ts
   * const design = await labkey.assay.getAssayByName({ name: 'Titer' })
   * console.log(design?.protocolSchemaName)
   * ```
   */
  getAssayByName(options: GetAssayByNameOptions): Promise<AssayDesign | undefined>
  /**
   * Lists the designs of one type.
   *
   * Servers: all, with the module Assay.
   *
   * @example
   * ```ts
   * const designs = await labkey.assay.getAssaysByType({ type: 'ELISpot' })
   * ```
   */
  getAssaysByType(options: GetAssaysByTypeOptions): Promise<readonly AssayDesign[]>
  /**
   * Imports a run from a file, from rows, or from a file that is on the server.
   *
   * Servers: all, with the module Assay; `plateMetadata` from LabKey 19.3, `auditUserComment` from
   * 23.11 on (estimates).
   *
   * @throws {LabKeyValidationError} with `rowErrors`, for data that LabKey refuses
   * @throws {LabKeyNotFoundError} for a design that is not there
   * @example
   * ```ts
   * const { runId } = await labkey.assay.importRun({
   *   assayId: 31,
   *   name: 'Plate 7',
   *   properties: { Operator: 'ann' },
   *   file: { filename: 'plate7.tsv', content: createReadStream('plate7.tsv') },
   * })
   * ```
   */
  importRun(options: ImportRunOptions): Promise<ImportedRun>
  /**
   * Gives one run by its LSID.
   *
   * Servers: LabKey 20.2 and newer, with the module Assay.
   *
   * @throws {LabKeyNotFoundError} for a run that is not there
   * @example
   * ```ts
   * const run = await labkey.assay.getAssayRun({ lsid: 'urn:lsid:labkey.com:GeneralAssayRun.Folder-4:x' })
   * console.log(run.name)
   * ```
   */
  getAssayRun(options: GetAssayRunOptions): Promise<ExpRun>
  /**
   * Gives an assay design as a whole, or the beginning of a new one of a provider.
   *
   * Servers: LabKey 19.3 and newer, with the module Assay.
   *
   * @throws {LabKeyNotFoundError} for a protocol that is not there
   * @example
   * ```ts
   * const fresh = await labkey.assay.getProtocol({ providerName: 'General' })
   * ```
   */
  getProtocol(options: GetProtocolOptions): Promise<AssayProtocol>
  /**
   * Saves an assay design, and gives it as LabKey keeps it.
   *
   * Servers: LabKey 19.3 and newer, with the module Assay.
   *
   * @throws {LabKeyValidationError} with `rowErrors`, for a design that LabKey refuses
   * @example
   * ```ts
   * const fresh = await labkey.assay.getProtocol({ providerName: 'General' })
   * const { protocolId } = await labkey.assay.saveProtocol({ protocol: { ...fresh, name: 'Titer' } })
   * ```
   */
  saveProtocol(options: SaveProtocolOptions): Promise<AssayProtocol>
  /**
   * Reads runs of a neutralizing antibody assay.
   *
   * Servers: with the module NAb.
   *
   * @throws {LabKeyNotFoundError} where the module is not there
   * @example
   * ```ts
   * const runs = await labkey.assay.getNabRuns({ assayName: 'NAb', includeStats: true, maxRows: -1 })
   * ```
   */
  getNabRuns(options: GetNabRunsOptions): Promise<readonly NabRun[]>
  /**
   * Reads runs whose results were copied into a study.
   *
   * Servers: with the module NAb.
   *
   * @throws {LabKeyNotFoundError} where the module is not there
   * @example
   * ```ts
   * const runs = await labkey.assay.getStudyNabRuns({ objectIds: [185, 165] })
   * ```
   */
  getStudyNabRuns(options: GetStudyNabRunsOptions): Promise<readonly NabRun[]>
  /**
   * Has a graph of dilution curves drawn, and says where it is.
   *
   * Servers: with the module NAb.
   *
   * @throws {LabKeyNotFoundError} where the module is not there
   * @example
   * ```ts
   * const { url } = await labkey.assay.getStudyNabGraphUrl({ objectIds: [185], fitType: 'POLYNOMIAL' })
   * ```
   */
  getStudyNabGraphUrl(options: GetStudyNabGraphUrlOptions): Promise<NabGraph>
}
