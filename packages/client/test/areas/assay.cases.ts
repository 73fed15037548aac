// Answers as labkey-api-js 1.35.3, `src/labkey/Assay.ts`, and labkey-api-java 6.3, `assay`, read them.
import { filter } from '@wellkey/client'
import type { AssayApi } from '@wellkey/client/assay'
import type { Cases } from './area-case.ts'

const design = {
  id: 31,
  name: 'Titer',
  type: 'General',
  projectLevel: true,
  description: 'by hand',
  containerPath: '/Demo Study',
  protocolSchemaName: 'assay.General.Titer',
  importAction: 'uploadWizard',
  importController: 'assay',
  templateLink: '/template',
  domains: { 'Titer Run Fields': [{ name: 'Operator', typeName: 'String' }] },
  domainTypes: { Run: 'Titer Run Fields' },
  links: { runs: '/runs' },
}
const designs = { success: true, definitions: [{ ...design, plateEnabled: false }] }
const run = { id: 7, lsid: 'urn:run', name: 'Plate 7' }
const protocol = {
  protocolId: 31,
  name: 'Titer',
  providerName: 'General',
  domains: [{ name: 'Titer Run Fields', fields: [{ name: 'Operator', rangeURI: 'string' }] }],
}
const nab = {
  calculateNeut: true,
  includeStats: true,
  includeWells: false,
  includeFitParameters: true,
}
const nabFields = [
  ['calculateNeut', 'true'],
  ['includeStats', 'true'],
  ['includeWells', 'false'],
  ['includeFitParameters', 'true'],
] as const

export const assayCases: Cases<AssayApi> = {
  getAssays: {
    options: { id: 31, name: 'Titer', type: 'General', status: 'Active' },
    asks: 'POST /Demo Study/assay-assayList',
    json: { id: 31, name: 'Titer', type: 'General', status: 'Active' },
    answer: designs,
    gives: [design],
  },
  getAssayById: {
    options: { id: 31 },
    asks: 'POST /Demo Study/assay-assayList',
    json: { id: 31 },
    answer: designs,
    gives: design,
  },
  getAssayByName: {
    options: { name: 'Nothing' },
    asks: 'POST /Demo Study/assay-assayList',
    json: { name: 'Nothing' },
    answer: { success: true, definitions: [] },
    gives: undefined,
  },
  getAssaysByType: {
    options: { type: 'General' },
    asks: 'POST /Demo Study/assay-assayList',
    json: { type: 'General' },
    answer: designs,
    gives: [design],
  },
  importRun: {
    options: {
      assayId: 31,
      file: { filename: 'plate7.tsv', content: 'Sample\tTiter\nS-1\t320\n' },
      dataRows: [{ Titer: 320 }],
      runFilePath: 'plate7.tsv',
      batchId: 12,
      name: 'Plate 7',
      comment: 'second try',
      properties: { Operator: 'ann' },
      batchProperties: { Lab: 'A' },
      plateMetadata: { wells: 96 },
      reRunId: 6,
      jobDescription: 'plate 7',
      allowCrossRunFileInputs: true,
      auditUserComment: 'why',
    },
    asks: 'POST /Demo Study/assay-importRun',
    multipart: [
      [
        'json',
        '{"assayId":31,"dataRows":[{"Titer":320}],"runFilePath":"plate7.tsv","batchId":12,"name":"Plate 7","comment":"second try","properties":{"Operator":"ann"},"batchProperties":{"Lab":"A"},"plateMetadata":{"wells":96},"reRunId":6,"jobDescription":"plate 7","allowCrossRunFileInputs":true,"auditUserComment":"why"}',
      ],
      ['plateMetadata', '{"wells":96}'],
      ['auditUserComment', '\r\n\r\nwhy\r\n'],
      ['file', 'Sample\tTiter\nS-1\t320\n'],
    ],
    answer: { success: true, assayId: 31, batchId: 12, runId: 7, successurl: '/details' },
    gives: { assayId: 31, batchId: 12, runId: 7, successUrl: '/details' },
  },
  getAssayRun: {
    options: { lsid: 'urn:run' },
    asks: 'POST /Demo Study/assay-getAssayRun',
    json: { lsid: 'urn:run' },
    answer: { run },
    gives: run,
  },
  getProtocol: {
    options: { protocolId: 31, providerName: 'General', copy: true },
    asks: 'GET /Demo Study/assay-getProtocol',
    params: [
      ['protocolId', '31'],
      ['providerName', 'General'],
      ['copy', 'true'],
    ],
    answer: { success: true, data: protocol },
    gives: protocol,
  },
  saveProtocol: {
    options: { protocol },
    asks: 'POST /Demo Study/assay-saveProtocol',
    json: protocol,
    answer: { success: true, data: protocol },
    gives: protocol,
  },
  getNabRuns: {
    options: {
      assayName: 'NAb',
      ...nab,
      filters: [filter('Name').eq('x')],
      sort: ['-Created', 'Name'],
      maxRows: -1,
      offset: 10,
    },
    asks: 'POST /Demo Study/nabassay-getNabRuns',
    form: [
      ['assayName', 'NAb'],
      ...nabFields,
      ['query.sort', '-Created,Name'],
      ['query.offset', '10'],
      ['query.showRows', 'all'],
      ['query.Name~eq', 'x'],
    ],
    answer: { runs: [{ runId: 3 }] },
    gives: [{ runId: 3 }],
  },
  getStudyNabRuns: {
    options: { objectIds: [185, 165], ...nab },
    asks: 'GET /Demo Study/nabassay-getStudyNabRuns',
    params: [['objectIds', '185'], ['objectIds', '165'], ...nabFields],
    answer: { runs: [{ runId: 3 }] },
    gives: [{ runId: 3 }],
  },
  getStudyNabGraphUrl: {
    options: {
      objectIds: [185, 165],
      captionColumn: 'VirusName',
      chartTitle: 'Curves',
      fitType: 'POLYNOMIAL',
      height: 500,
      width: 700,
    },
    asks: 'GET /Demo Study/nabassay-getStudyNabGraphURL',
    params: [
      ['id', '185'],
      ['id', '165'],
      ['captionColumn', 'VirusName'],
      ['chartTitle', 'Curves'],
      ['fitType', 'POLYNOMIAL'],
      ['height', '500'],
      ['width', '700'],
    ],
    answer: { url: '/nab/graph.view', objectIds: [185] },
    gives: { url: '/nab/graph.view', objectIds: ['185'] },
  },
}
