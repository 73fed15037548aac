// Answers as labkey-api-js 1.35.3, `src/labkey/Experiment.ts`, and Rlabkey 3.4.6 read them.
import type { ExperimentApi } from '@wellkey/client/experiment'
import type { Cases } from './area-case.ts'

const assay = {
  assayId: 31,
  assayName: 'Titer',
  providerName: 'General',
  protocolName: 'Sample Derivation Protocol',
}
const run = { id: 7, name: 'Plate 7', dataRows: [{ Titer: 320 }], materialInputs: [{ id: 4711 }] }
const batch = { id: 12, name: 'May', runs: [run] }
const lsid = 'urn:lsid:labkey.com:Sample.4.Blood:S-1'
const parent = 'urn:lsid:labkey.com:Run.4:7'
const node = { lsid, name: 'S-1', expType: 'Material', id: 4711 }
const edge = { lsid: parent, role: 'Sample' }
const details = { includeInputsAndOutputs: true, includeProperties: false, includeRunSteps: true }
const counter = { rowId: 5, kindName: 'SampleSet', seqType: 'genId' } as const
const step = {
  name: 'join',
  materialInputs: [{ id: 4711 }, { lsid }],
  provenanceMap: [{ from: 'urn:a', to: 'urn:b' }],
}

/** What comes as a stream is in test/wire. */
export const experimentCases: Cases<Omit<ExperimentApi, 'exportRuns'>> = {
  saveBatch: {
    options: { ...assay, batch },
    asks: 'POST /Demo Study/assay-saveAssayBatch',
    json: { ...assay, batches: [batch] },
    answer: { batches: [batch] },
    gives: batch,
  },
  saveBatches: {
    options: { ...assay, batches: [batch, batch] },
    asks: 'POST /Demo Study/assay-saveAssayBatch',
    json: { ...assay, batches: [batch, batch] },
    answer: { batches: [batch, batch] },
    gives: [batch, batch],
  },
  loadBatch: {
    options: { ...assay, batchId: 12 },
    asks: 'POST /Demo Study/assay-getAssayBatch',
    json: { ...assay, batchId: 12 },
    answer: { assayId: 31, batch },
    gives: batch,
  },
  loadBatches: {
    options: { ...assay, batchIds: [12, 13] },
    asks: 'POST /Demo Study/assay-getAssayBatches',
    json: { ...assay, batchIds: [12, 13] },
    answer: { assayId: 31, batches: [batch] },
    gives: [batch],
  },
  saveRuns: {
    options: { ...assay, runs: [run] },
    asks: 'POST /Demo Study/assay-saveAssayRuns',
    json: { ...assay, runs: [run] },
    answer: { runs: [run] },
    gives: [run],
  },
  loadRuns: {
    options: { runIds: [7], lsids: [parent], ...details },
    asks: 'POST /Demo Study/assay-getAssayRuns',
    json: { runIds: [7], lsids: [parent], ...details },
    answer: { runs: [run] },
    gives: [run],
  },
  saveMaterials: {
    options: { container: '/X', name: 'Blood', materials: [{ Name: 'S-2' }] },
    asks: 'POST /X/query-insertRows',
    json: { schemaName: 'samples', queryName: 'Blood', rows: [{ Name: 'S-2' }] },
    answer: { command: 'insert', rowsAffected: 1, rows: [{ RowId: 9, Name: 'S-2' }] },
    gives: [{ RowId: 9, Name: 'S-2' }],
  },
  derive: {
    options: {
      materialInputs: [{ rowId: 4711, role: 'Blood' }],
      dataInputs: [{ lsid: 'urn:data' }],
      targetSampleType: 'urn:plasma',
      targetDataClass: 'urn:file',
      materialOutputs: [{ values: { Name: 'P-1' }, role: 'Plasma' }],
      materialDefault: { Volume: 0.5 },
      dataOutputs: [{ values: { Name: 'F-1' } }],
      dataDefault: { Type: 'tsv' },
    },
    asks: 'POST /Demo Study/experiment-derive',
    json: {
      materialInputs: [{ rowId: 4711, role: 'Blood' }],
      dataInputs: [{ lsid: 'urn:data' }],
      targetSampleType: 'urn:plasma',
      targetDataClass: 'urn:file',
      materialOutputs: [{ values: { Name: 'P-1' }, role: 'Plasma' }],
      materialDefault: { Volume: 0.5 },
      dataOutputs: [{ values: { Name: 'F-1' } }],
      dataDefault: { Type: 'tsv' },
    },
    answer: { success: true, message: 'Created 1 materials', data: { materialOutputs: [node] } },
    gives: { materialOutputs: [node], dataOutputs: [] },
  },
  lineage: {
    options: {
      lsids: [lsid],
      parents: true,
      children: false,
      depth: 3,
      expType: 'Material',
      cpasType: 'urn:type',
      runProtocolLsid: 'urn:protocol',
      ...details,
    },
    asks: 'POST /Demo Study/experiment-lineage',
    json: {
      lsids: [lsid],
      parents: true,
      children: false,
      depth: 3,
      expType: 'Material',
      cpasType: 'urn:type',
      runProtocolLsid: 'urn:protocol',
      ...details,
    },
    answer: { seeds: [lsid], nodes: { [lsid]: { ...node, parents: [edge], children: [] } } },
    gives: { seeds: [lsid], nodes: { [lsid]: { ...node, parents: [edge], children: [] } } },
  },
  resolve: {
    options: { lsids: [lsid], ...details },
    asks: 'POST /Demo Study/experiment-resolve',
    json: { lsids: [lsid], ...details },
    answer: { data: [node] },
    gives: [{ ...node, parents: [], children: [] }],
  },
  createHiddenRunGroup: {
    options: { runIds: [7, 8] },
    asks: 'POST /Demo Study/experiment-createHiddenRunGroup',
    json: { runIds: [7, 8] },
    answer: { id: 40, hidden: true, runs: [run] },
    gives: { id: 40, hidden: true, runs: [run] },
  },
  getEntitySequence: {
    options: counter,
    asks: 'GET /Demo Study/experiment-getEntitySequence',
    params: [
      ['rowId', '5'],
      ['kindName', 'SampleSet'],
      ['seqType', 'genId'],
    ],
    answer: { success: true, value: 99 },
    gives: 99,
  },
  setEntitySequence: {
    options: { ...counter, newValue: 1000 },
    asks: 'POST /Demo Study/experiment-setEntitySequence',
    json: { ...counter, newValue: 1000 },
    answer: { success: true },
    gives: undefined,
  },
  startRecording: {
    options: { step },
    asks: 'POST /Demo Study/provenance-startRecording',
    json: step,
    answer: { success: true, recordingId: 'r-1' },
    gives: { recordingId: 'r-1' },
  },
  addRecordingStep: {
    options: { recordingId: 'r-1', step },
    asks: 'POST /Demo Study/provenance-addRecordingStep',
    json: { ...step, recordingId: 'r-1' },
    answer: { success: true },
    gives: undefined,
  },
  stopRecording: {
    options: { recordingId: 'r-1', step },
    asks: 'POST /Demo Study/provenance-stopRecording',
    json: { ...step, recordingId: 'r-1' },
    answer: { success: true },
    gives: undefined,
  },
}
