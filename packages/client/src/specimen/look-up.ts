import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import type { SpecimenLocation, Vial } from './specimen.ts'

/** Of which specimens. */
export interface GetProvidingLocationsOptions extends CallOptions {
  /** As `specimenHash` of vials. */
  readonly specimenHashes: readonly string[]
}

/** Which vials. */
export interface GetVialsByRowIdOptions extends CallOptions {
  readonly rowIds: readonly number[]
}

/** Types of vials, each with those below it and the numbers of vials. */
export interface VialTypeSummary {
  readonly primaryTypes: readonly VialType[]
}

/** A primary, derivative or additive type. */
export interface VialType {
  readonly label: string | null
  readonly count: number
  readonly url?: string
  readonly children?: readonly VialType[]
  readonly [member: string]: unknown
}

/** `specimen-api-getProvidingLocations`: labkey-api-js 1.35.3, `src/labkey/Specimen.ts`. */
export function getProvidingLocations(
  labkey: LabKeyClient,
  options: GetProvidingLocationsOptions,
): Promise<readonly SpecimenLocation[]> {
  return ask(
    labkey,
    options,
    {
      name: 'specimen.getProvidingLocations',
      takes: { specimenHashes: 'texts!' },
      read: 'specimen-api-getProvidingLocations',
    },
    ({ objects }) => objects('locations'),
  )
}

/** `specimen-api-getRepositories`: labkey-api-js 1.35.3, `src/labkey/Specimen.ts`. */
export function getRepositories(
  labkey: LabKeyClient,
  options?: CallOptions,
): Promise<readonly SpecimenLocation[]> {
  return ask(
    labkey,
    options,
    { name: 'specimen.getRepositories', takes: {}, read: 'specimen-api-getRepositories' },
    ({ objects }) => objects('repositories'),
  )
}

/** `specimen-api-getVialsByRowId`: labkey-api-js 1.35.3, `src/labkey/Specimen.ts`. */
export function getVialsByRowId(
  labkey: LabKeyClient,
  options: GetVialsByRowIdOptions,
): Promise<readonly Vial[]> {
  return ask(
    labkey,
    options,
    {
      name: 'specimen.getVialsByRowId',
      takes: { rowIds: 'integers!' },
      read: 'specimen-api-getVialsByRowId',
    },
    ({ objects }) => objects('vials'),
  )
}

/** `specimen-api-getVialTypeSummary`: labkey-api-js 1.35.3, `src/labkey/Specimen.ts`. */
export function getVialTypeSummary(
  labkey: LabKeyClient,
  options?: CallOptions,
): Promise<VialTypeSummary> {
  return ask(
    labkey,
    options,
    { name: 'specimen.getVialTypeSummary', takes: {}, read: 'specimen-api-getVialTypeSummary' },
    ({ objects }) => ({
      primaryTypes: objects('primaryTypes').map((type) => ({ label: null, count: 0, ...type })),
    }),
  )
}

/** `specimen-api-getSpecimenWebPartGroups`: labkey-api-js 1.35.3, `src/labkey/Specimen.ts`. */
export function getSpecimenWebPartGroups(
  labkey: LabKeyClient,
  options?: CallOptions,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return ask(
    labkey,
    options,
    {
      name: 'specimen.getSpecimenWebPartGroups',
      takes: {},
      read: 'specimen-api-getSpecimenWebPartGroups',
    },
    ({ objects }) => objects('groupings'),
  )
}
