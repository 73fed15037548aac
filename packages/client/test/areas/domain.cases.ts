// Answers as labkey-api-js 1.35.3 reads them, `src/labkey/Domain.ts`.
import { filter } from '@wellkey/client'
import type { DomainApi } from '@wellkey/client/domain'
import type { Cases } from './area-case.ts'

const table = { schemaName: 'lists', queryName: 'Codes' }
const field = { name: 'code', rangeURI: 'string', scale: 4, propertyId: 4711 }
const hot = {
  filter: [filter('x').gt(38), filter('x').neq('4&5')],
  bold: true,
  textColor: 'ff0000',
}
const written = { ...hot, filter: 'format.column~gt=38&format.column~neq=4%265' }
const design = {
  name: 'Codes',
  domainId: 812,
  fields: [field],
  indices: [{ columnNames: ['code'], unique: true }],
}
const options = { keyName: 'code', keyType: 'Varchar' }
const usage = {
  propertyId: 4711,
  propertyURI: 'urn:x',
  usageCount: 1,
  objects: [{ lsid: 'urn:y' }],
}
const file = { filename: 'codes.tsv', content: 'code\nA\nB\n' }

export const domainCases: Cases<DomainApi> = {
  createDomain: {
    options: {
      kind: 'VarList',
      domainDesign: { ...design, fields: [{ ...field, conditionalFormats: [hot] }] },
      options,
      module: 'lab',
      domainGroup: 'codes',
      domainTemplate: 'Codes',
      createDomain: true,
      importData: false,
    },
    asks: 'POST /Demo Study/property-createDomain',
    json: {
      kind: 'VarList',
      domainDesign: { ...design, fields: [{ ...field, conditionalFormats: [written] }] },
      options,
      module: 'lab',
      domainGroup: 'codes',
      domainTemplate: 'Codes',
      createDomain: true,
      importData: false,
    },
    answer: design,
    gives: design,
  },
  createAndLoad: {
    options: {
      name: 'Codes',
      file,
      kind: 'VarList',
      description: 'Some codes',
      options,
      container: '/X',
    },
    before: [
      {
        asks: 'POST /X/property-inferDomain',
        multipart: [['inferfile', file.content]],
        answer: { success: true, fields: [field] },
      },
      {
        asks: 'POST /X/property-createDomain',
        json: {
          kind: 'VarList',
          domainDesign: { name: 'Codes', description: 'Some codes', fields: [field] },
          options: { ...options, strictFieldValidation: false },
        },
        answer: design,
      },
    ],
    asks: 'POST /X/query-import',
    multipart: [
      ['schemaName', 'lists'],
      ['queryName', 'Codes'],
      ['file', file.content],
    ],
    answer: { success: true, rowCount: 2 },
    gives: { domain: design, rowCount: 2 },
  },
  getDomain: {
    options: { ...table, domainId: 812 },
    asks: 'GET /Demo Study/property-getDomain',
    params: [
      ['schemaName', 'lists'],
      ['queryName', 'Codes'],
      ['domainId', '812'],
    ],
    answer: design,
    gives: design,
  },
  getDomainDetails: {
    options: { ...table, domainId: 812, domainKind: 'VarList' },
    asks: 'GET /Demo Study/property-getDomainDetails',
    params: [
      ['schemaName', 'lists'],
      ['queryName', 'Codes'],
      ['domainId', '812'],
      ['domainKind', 'VarList'],
    ],
    answer: { domainDesign: design, domainKindName: 'VarList', options },
    gives: { domainDesign: design, domainKindName: 'VarList', options },
  },
  saveDomain: {
    options: { ...table, domainId: 812, domainDesign: design, options, includeWarnings: true },
    asks: 'POST /Demo Study/property-saveDomain',
    json: { ...table, domainId: 812, domainDesign: design, options, includeWarnings: true },
    answer: { success: true },
    gives: undefined,
  },
  updateDomain: {
    options: {
      domainId: 812,
      createFields: [{ name: 'heat', rangeURI: 'double', conditionalFormats: [hot] }],
      updateFields: [field],
      deleteFields: [4712],
      includeWarnings: false,
    },
    asks: 'POST /Demo Study/property-updateDomain',
    json: {
      domainId: 812,
      createFields: [{ name: 'heat', rangeURI: 'double', conditionalFormats: [written] }],
      updateFields: [field],
      deleteFields: [4712],
      includeWarnings: false,
    },
    answer: { success: true },
    gives: undefined,
  },
  dropDomain: {
    options: table,
    asks: 'POST /Demo Study/property-deleteDomain',
    json: table,
    answer: { success: true },
    gives: undefined,
  },
  listDomains: {
    options: {
      domainKinds: ['VarList', 'IntList'],
      includeFields: true,
      includeProjectAndShared: true,
    },
    asks: 'GET /Demo Study/property-listDomains',
    params: [
      ['domainKinds', 'VarList'],
      ['domainKinds', 'IntList'],
      ['includeFields', 'true'],
      ['includeProjectAndShared', 'true'],
    ],
    answer: { success: true, data: [design] },
    gives: [design],
  },
  inferFields: {
    options: { file },
    asks: 'POST /Demo Study/property-inferDomain',
    multipart: [['inferfile', file.content]],
    answer: { success: true, fields: [field] },
    gives: [field],
  },
  getProperties: {
    options: {
      propertyIds: [4711],
      propertyURIs: ['urn:x'],
      domainIds: [812],
      domainKinds: ['VarList'],
      filters: [filter('measure').eq(true)],
      search: 'cod',
      sort: 'name',
      maxRows: 10,
      offset: 5,
    },
    asks: 'POST /Demo Study/property-getProperties',
    json: {
      propertyIds: [4711],
      propertyURIs: ['urn:x'],
      domainIds: [812],
      domainKinds: ['VarList'],
      filters: ['query.measure~eq=true'],
      search: 'cod',
      sort: 'name',
      maxRows: 10,
      offset: 5,
    },
    answer: { success: true, data: [field] },
    gives: [field],
  },
  getPropertyUsages: {
    options: { propertyIds: [4711, 4712], propertyURIs: ['urn:x'], maxUsageCount: 2 },
    asks: 'GET /Demo Study/property-propertyUsages',
    params: [
      ['propertyIds', '4711'],
      ['propertyIds', '4712'],
      ['propertyURIs', 'urn:x'],
      ['maxUsageCount', '2'],
    ],
    answer: { success: true, data: [usage] },
    gives: [usage],
  },
  validateNameExpressions: {
    options: {
      kind: 'SampleSet',
      domainDesign: { name: 'Blood' },
      options: { nameExpression: 'B-${genId}' },
      includeNamePreview: true,
    },
    asks: 'POST /Demo Study/property-validateNameExpressions',
    json: {
      kind: 'SampleSet',
      domainDesign: { name: 'Blood' },
      options: { nameExpression: 'B-${genId}' },
      includeNamePreview: true,
    },
    answer: { errors: [], warnings: [{ message: 'no separator' }], previews: ['B-1001'] },
    gives: { errors: [], warnings: ['no separator'], previews: ['B-1001'] },
  },
  getDomainNamePreviews: {
    options: { ...table, domainId: 812 },
    asks: 'GET /Demo Study/property-getDomainNamePreviews',
    params: [
      ['schemaName', 'lists'],
      ['queryName', 'Codes'],
      ['domainId', '812'],
    ],
    answer: { previews: ['B-1001', 'B-1002'] },
    gives: ['B-1001', 'B-1002'],
  },
}
