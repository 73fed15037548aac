// Answers as labkey-api-js 1.35.3 reads them, `src/labkey/query/Visualization.ts`.
import { filter } from '@wellkey/client'
import type { VisualizationApi } from '@wellkey/client/visualization'
import type { Cases } from './area-case.ts'

const table = { schemaName: 'study', queryName: 'Weights' }
const weight = {
  ...table,
  name: 'Weight',
  label: 'Weight (kg)',
  type: 'DOUBLE',
  isUserDefined: false,
}

export const visualizationCases: Cases<VisualizationApi> = {
  getVisualization: {
    options: { reportId: 'db:12', name: 'Weights', ...table },
    asks: 'POST /Demo Study/visualization-getVisualization',
    json: { reportId: 'db:12', name: 'Weights', ...table },
    answer: { name: 'Weights', type: 'x', visualizationConfig: '{"width":4}', canEdit: true },
    gives: { name: 'Weights', type: 'x', visualizationConfig: { width: 4 }, canEdit: true },
  },
  saveVisualization: {
    options: {
      name: 'Weights',
      type: 'x',
      visualizationConfig: { width: 4 },
      description: 'd',
      replace: true,
      shared: false,
      thumbnailType: 'AUTO',
      iconType: 'NONE',
      svg: '<svg/>',
      ...table,
    },
    asks: 'POST /Demo Study/visualization-saveVisualization',
    json: {
      name: 'Weights',
      type: 'x',
      json: '{"width":4}',
      description: 'd',
      replace: true,
      shared: false,
      thumbnailType: 'AUTO',
      iconType: 'NONE',
      svg: '<svg/>',
      ...table,
    },
    answer: { success: true, visualizationId: 7, name: 'Weights' },
    gives: { visualizationId: 7, name: 'Weights' },
  },
  getData: {
    options: {
      measures: [
        {
          measure: { ...table, name: 'Weight' },
          time: 'date',
          filters: [filter('Animal').eq('A&1')],
        },
      ],
      sorts: [{ name: 'Date' }],
      groupBys: [{ name: 'Species' }],
      limit: 5,
      metaDataOnly: false,
      joinToFirst: true,
      parameters: { Year: 2026 },
    },
    asks: 'POST /Demo Study/visualization-getData',
    params: [['visualization.param.Year', '2026']],
    json: {
      measures: [
        {
          measure: { ...table, name: 'Weight' },
          time: 'date',
          filterArray: ['query.Animal~eq=A%261'],
        },
      ],
      sorts: [{ name: 'Date' }],
      groupBys: [{ name: 'Species' }],
      limit: 5,
      metaDataOnly: false,
      joinToFirst: true,
    },
    answer: { rows: [{ W: { value: 4 } }], measureToColumn: { Weight: 'W' }, queryName: 'temp' },
    gives: { rows: [{ W: { value: 4 } }], measureToColumn: { Weight: 'W' }, queryName: 'temp' },
  },
  getMeasures: {
    options: {
      filters: ['study|Weights', 'study|~'],
      dateMeasures: false,
      allColumns: true,
      showHidden: true,
    },
    asks: 'GET /Demo Study/visualization-getMeasures',
    params: [
      ['filters', 'study|Weights'],
      ['filters', 'study|~'],
      ['dateMeasures', 'false'],
      ['allColumns', 'true'],
      ['showHidden', 'true'],
    ],
    answer: { measures: [{ ...weight, longlabel: 'Weight' }] },
    gives: [weight],
  },
  getTypes: {
    options: {},
    asks: 'GET /Demo Study/visualization-getVisualizationTypes',
    answer: { types: [{ type: 'line', label: 'Time Chart' }] },
    gives: [{ type: 'line', label: 'Time Chart' }],
  },
  getDimensions: {
    options: { ...table, includeDemographics: true },
    asks: 'GET /Demo Study/visualization-getDimensions',
    params: [
      ['schemaName', 'study'],
      ['queryName', 'Weights'],
      ['includeDemographics', 'true'],
    ],
    answer: { dimensions: [weight] },
    gives: [weight],
  },
  getDimensionValues: {
    options: { ...table, name: 'Species' },
    asks: 'GET /Demo Study/visualization-getDimensionValues',
    params: [
      ['schemaName', 'study'],
      ['queryName', 'Weights'],
      ['name', 'Species'],
    ],
    answer: { success: true, values: [{ value: 'Rhesus' }] },
    gives: ['Rhesus'],
  },
}
