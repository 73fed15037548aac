export {
  getProvidingLocations,
  getRepositories,
  getSpecimenWebPartGroups,
  getVialsByRowId,
  getVialTypeSummary,
} from './look-up.ts'
export {
  addSpecimensToRequest,
  addVialsToRequest,
  cancelRequest,
  getOpenRequests,
  getRequest,
  removeVialsFromRequest,
} from './requests.ts'
export type {
  GetProvidingLocationsOptions,
  GetVialsByRowIdOptions,
  VialType,
  VialTypeSummary,
} from './look-up.ts'
export type {
  AddSpecimensOptions,
  GetOpenRequestsOptions,
  RequestVialsOptions,
  SpecimenRequestOptions,
} from './requests.ts'
export type { SpecimenApi } from './specimen-api.ts'
export type { SpecimenLocation, SpecimenRequest, Vial } from './specimen.ts'
