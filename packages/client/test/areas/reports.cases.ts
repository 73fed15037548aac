// Answers as labkey-api-js 1.35.3 reads them, `src/labkey/Report.ts`.
import type { ReportsApi } from '@wellkey/client/reports'
import type { Cases } from './area-case.ts'

const answer = {
  console: ['[1] 3'],
  errors: [],
  outputParams: [
    { type: 'json', name: 'stats', value: '{"n":3}' },
    { type: 'image', name: 'plot', value: 'reports-streamFile.view?x' },
  ],
}
const gives = {
  console: ['[1] 3'],
  errors: [],
  outputParams: [
    { type: 'json', name: 'stats', value: { n: 3 } },
    { type: 'image', name: 'plot', value: 'reports-streamFile.view?x' },
  ],
}

export const reportsCases: Cases<ReportsApi> = {
  executeReport: {
    options: {
      reportId: 'db:12',
      reportName: 'stats',
      schemaName: 'lists',
      queryName: 'Patients',
      reportSessionId: 'LabKey.ReportSession1',
      inputParams: { year: 2026, wide: true },
    },
    asks: 'POST /Demo Study/reports-execute',
    json: {
      reportId: 'db:12',
      reportName: 'stats',
      schemaName: 'lists',
      queryName: 'Patients',
      reportSessionId: 'LabKey.ReportSession1',
      inputParams: { year: 2026, wide: true },
    },
    answer,
    gives,
  },
  executeFunction: {
    options: { functionName: 'getStats', reportSessionId: 'S', inputParams: { level: 3 } },
    asks: 'POST /Demo Study/reports-execute',
    json: { functionName: 'getStats', reportSessionId: 'S', inputParams: { level: 3 } },
    answer,
    gives,
  },
  createSession: {
    options: { clientContext: { of: 'nightly' } },
    asks: 'POST /Demo Study/reports-createSession',
    json: { clientContext: { of: 'nightly' } },
    answer: { success: true, reportSessionId: 'S' },
    gives: { reportSessionId: 'S' },
  },
  deleteSession: {
    options: { reportSessionId: 'S' },
    asks: 'POST /Demo Study/reports-deleteSession',
    form: [['reportSessionId', 'S']],
    answer: { success: true },
    gives: undefined,
  },
  getSessions: {
    options: {},
    asks: 'POST /Demo Study/reports-getSessions',
    json: {},
    answer: { reportSessions: [{ reportSessionId: 'S', clientContext: 'nightly' }] },
    gives: [{ reportSessionId: 'S', clientContext: 'nightly' }],
  },
}
