import type { DomainDesign } from '../domain/domain-design.ts'
import type { CreateListOptions } from './create-list.ts'

/** Lists. Their rows are those of `labkey.query` in the schema `lists`, their designs those of `labkey.domain`. */
export interface ListApi {
  /**
   * Makes a list. The key's field is added where the fields have not got it.
   *
   * Servers: all.
   *
   * @throws {LabKeyValidationError} with `rowErrors`, for a design that LabKey refuses
   * @throws {LabKeyPermissionError} for those who may not design lists there
   * @example
   * ```ts
   * await labkey.list.createList({
   *   name: 'Teams',
   *   keyName: 'Team',
   *   keyType: 'Varchar',
   *   fields: [{ name: 'Founded', rangeURI: 'date' }],
   * })
   * ```
   */
  createList(options: CreateListOptions): Promise<DomainDesign>
}
