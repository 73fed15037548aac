import type { CallOptions } from '../call-options.ts'
import type {
  GetProvidingLocationsOptions,
  GetVialsByRowIdOptions,
  VialTypeSummary,
} from './look-up.ts'
import type {
  AddSpecimensOptions,
  GetOpenRequestsOptions,
  RequestVialsOptions,
  SpecimenRequestOptions,
} from './requests.ts'
import type { SpecimenLocation, SpecimenRequest, Vial } from './specimen.ts'

/** Requests for specimens of a study's repositories. */
export interface SpecimenApi {
  /**
   * Lists requests that are not done yet, one's own or those of all users.
   *
   * Servers: LabKey 20.11 (an estimate) and newer, with the module Specimen.
   *
   * @throws {LabKeyNotFoundError} where the module is not there
   * @example
   * ```ts
   * const requests = await labkey.specimen.getOpenRequests({ allUsers: true })
   * ```
   */
  getOpenRequests(options?: GetOpenRequestsOptions): Promise<readonly SpecimenRequest[]>
  /**
   * Gives a request with its vials.
   *
   * Servers: LabKey 20.11 (an estimate) and newer, with the module Specimen.
   *
   * @throws {LabKeyError} for a request that is not there, or is another user's
   * @example
   * ```ts
   * const { vials, status } = await labkey.specimen.getRequest({ requestId: 31 })
   * ```
   */
  getRequest(options: SpecimenRequestOptions): Promise<SpecimenRequest>
  /**
   * Cancels a request for good. Users cancel their own, as long as they are not submitted.
   *
   * Servers: LabKey 20.11 (an estimate) and newer, with the module Specimen.
   *
   * @throws {LabKeyError} for a request that is not there, or that the user may not change
   * @example
   * ```ts
   * await labkey.specimen.cancelRequest({ requestId: 31 })
   * ```
   */
  cancelRequest(options: SpecimenRequestOptions): Promise<void>
  /**
   * Adds a vial of each specimen to a request; LabKey chooses by place and availability. Gives the request as it is
   * then, where the server tells it.
   *
   * Servers: LabKey 20.11 (an estimate) and newer, with the module Specimen.
   *
   * @throws {LabKeyError} for a specimen without a vial that is free
   * @example
   * ```ts
   * await labkey.specimen.addSpecimensToRequest({
   *   requestId: 31,
   *   specimenHashes: ['abc'],
   *   preferredLocation: 2,
   * })
   * ```
   */
  addSpecimensToRequest(options: AddSpecimensOptions): Promise<SpecimenRequest | undefined>
  /**
   * Adds vials to a request, and gives it as it is then, where the server tells it.
   *
   * Servers: LabKey 20.11 (an estimate) and newer, with the module Specimen.
   *
   * @throws {LabKeyError} for a vial that is not free
   * @example
   * ```ts
   * await labkey.specimen.addVialsToRequest({ requestId: 31, vialIds: ['T-1', 'T-2'] })
   * ```
   */
  addVialsToRequest(options: RequestVialsOptions): Promise<SpecimenRequest | undefined>
  /**
   * Takes vials out of a request, and gives it as it is then, where the server tells it.
   *
   * Servers: LabKey 20.11 (an estimate) and newer, with the module Specimen.
   *
   * @throws {LabKeyError} for a vial that is not in the request
   * @example
   * ```ts
   * await labkey.specimen.removeVialsFromRequest({ requestId: 31, vialIds: ['T-2'] })
   * ```
   */
  removeVialsFromRequest(options: RequestVialsOptions): Promise<SpecimenRequest | undefined>
  /**
   * Lists the places that can send vials of all the given specimens.
   *
   * Servers: LabKey 20.11 (an estimate) and newer, with the module Specimen.
   *
   * @example
   * ```ts
   * const places = await labkey.specimen.getProvidingLocations({ specimenHashes: ['abc'] })
   * ```
   */
  getProvidingLocations(options: GetProvidingLocationsOptions): Promise<readonly SpecimenLocation[]>
  /**
   * Lists the repositories.
   *
   * Servers: LabKey 20.11 (an estimate) and newer, with the module Specimen.
   *
   * @example
   * ```ts
   * const repositories = await labkey.specimen.getRepositories()
   * ```
   */
  getRepositories(options?: CallOptions): Promise<readonly SpecimenLocation[]>
  /**
   * Gives vials by the ids of their rows.
   *
   * Servers: LabKey 20.11 (an estimate) and newer, with the module Specimen.
   *
   * @example
   * ```ts
   * const [vial] = await labkey.specimen.getVialsByRowId({ rowIds: [4711] })
   * console.log(vial?.volume, vial?.volumeUnits)
   * ```
   */
  getVialsByRowId(options: GetVialsByRowIdOptions): Promise<readonly Vial[]>
  /**
   * Counts vials by primary, derivative and additive type.
   *
   * Servers: LabKey 20.11 (an estimate) and newer, with the module Specimen.
   *
   * @example
   * ```ts
   * const { primaryTypes } = await labkey.specimen.getVialTypeSummary()
   * ```
   */
  getVialTypeSummary(options?: CallOptions): Promise<VialTypeSummary>
  /**
   * Gives the groups that the study's page of specimens shows, as LabKey writes them.
   *
   * Servers: LabKey 20.11 (an estimate) and newer, with the module Specimen.
   *
   * @example
   * ```ts
   * const groupings = await labkey.specimen.getSpecimenWebPartGroups()
   * ```
   */
  getSpecimenWebPartGroups(
    options?: CallOptions,
  ): Promise<readonly Readonly<Record<string, unknown>>[]>
}
