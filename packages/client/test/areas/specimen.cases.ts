// Answers as labkey-api-js 1.35.3 reads them, `src/labkey/Specimen.ts`.
import type { SpecimenApi } from '@wellkey/client/specimen'
import type { Cases } from './area-case.ts'

const request = { requestId: 31, comments: 'for B', status: 'New Request', statusId: 1, vials: [] }
const place = { rowId: 2, label: 'Freezer hall', repository: true }
const vials = { requestId: 31, vialIds: ['T-1', 'T-2'], idType: 'GlobalUniqueId' } as const

export const specimenCases: Cases<SpecimenApi> = {
  getOpenRequests: {
    options: { allUsers: true },
    asks: 'POST /Demo Study/specimen-api-getOpenRequests',
    json: { allUsers: true },
    answer: { success: true, requests: [request] },
    gives: [request],
  },
  getRequest: {
    options: { requestId: 31 },
    asks: 'POST /Demo Study/specimen-api-getRequest',
    json: { requestId: 31 },
    answer: { success: true, request },
    gives: request,
  },
  cancelRequest: {
    options: { requestId: 31 },
    asks: 'POST /Demo Study/specimen-api-cancelRequest',
    json: { requestId: 31 },
    answer: { success: true },
    gives: undefined,
  },
  addSpecimensToRequest: {
    options: { requestId: 31, specimenHashes: ['abc'], preferredLocation: 2 },
    asks: 'POST /Demo Study/specimen-api-addSpecimensToRequest',
    json: { requestId: 31, specimenHashes: ['abc'], preferredLocation: 2 },
    answer: { success: true, request },
    gives: request,
  },
  addVialsToRequest: {
    options: vials,
    asks: 'POST /Demo Study/specimen-api-addVialsToRequest',
    json: vials,
    answer: { success: true, request },
    gives: request,
  },
  removeVialsFromRequest: {
    options: vials,
    asks: 'POST /Demo Study/specimen-api-removeVialsFromRequest',
    json: vials,
    answer: { success: true },
    gives: undefined,
  },
  getProvidingLocations: {
    options: { specimenHashes: ['abc', 'def'] },
    asks: 'POST /Demo Study/specimen-api-getProvidingLocations',
    json: { specimenHashes: ['abc', 'def'] },
    answer: { success: true, locations: [place] },
    gives: [place],
  },
  getRepositories: {
    options: {},
    asks: 'POST /Demo Study/specimen-api-getRepositories',
    json: {},
    answer: { success: true, repositories: [place] },
    gives: [place],
  },
  getVialsByRowId: {
    options: { rowIds: [4711] },
    asks: 'POST /Demo Study/specimen-api-getVialsByRowId',
    json: { rowIds: [4711] },
    answer: { success: true, vials: [{ rowId: 4711, volume: 0.5, volumeUnits: 'ML' }] },
    gives: [{ rowId: 4711, volume: 0.5, volumeUnits: 'ML' }],
  },
  getVialTypeSummary: {
    options: {},
    asks: 'POST /Demo Study/specimen-api-getVialTypeSummary',
    json: {},
    answer: { success: true, primaryTypes: [{ label: 'Blood', count: 9, children: [] }] },
    gives: { primaryTypes: [{ label: 'Blood', count: 9, children: [] }] },
  },
  getSpecimenWebPartGroups: {
    options: {},
    asks: 'POST /Demo Study/specimen-api-getSpecimenWebPartGroups',
    json: {},
    answer: { success: true, groupings: [{ name: 'Type', values: [] }] },
    gives: [{ name: 'Type', values: [] }],
  },
}
