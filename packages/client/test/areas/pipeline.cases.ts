// Answers as labkey-api-js 1.35.3, `src/labkey/Pipeline.ts`, and labkey-api-java 6.3, `di` and `pipeline`, read them.
import type { PipelineApi } from '@wellkey/client/pipeline'
import type { Cases } from './area-case.ts'

const taskId = 'org.labkey.api.pipeline.file.FileAnalysisTaskPipeline:align'
const transformId = '{labs}/nightly'

export const pipelineCases: Cases<PipelineApi> = {
  getFileStatus: {
    options: { taskId, protocolName: 'default', path: 'runs/1', files: ['a.fastq', 'b.fastq'] },
    asks: 'POST /Demo Study/pipeline-analysis-getFileStatus',
    form: [
      ['taskId', taskId],
      ['protocolName', 'default'],
      ['path', 'runs/1'],
      ['file', 'a.fastq'],
      ['file', 'b.fastq'],
    ],
    answer: {
      files: [{ name: 'a.fastq', status: 'COMPLETE' }, { name: 'b.fastq' }],
      submitType: 'Retry',
    },
    gives: {
      files: [{ name: 'a.fastq', status: 'COMPLETE' }, { name: 'b.fastq' }],
      submitType: 'Retry',
    },
  },
  getProtocols: {
    options: { taskId, path: 'runs/1', includeWorkbooks: true },
    asks: 'POST /Demo Study/pipeline-analysis-getSavedProtocols',
    form: [
      ['includeWorkbooks', 'true'],
      ['taskId', taskId],
      ['path', 'runs/1'],
    ],
    answer: {
      defaultProtocolName: 'strict',
      protocols: [{ name: 'strict', jsonParameters: { quality: 30 }, xmlParameters: '<bioml/>' }],
    },
    gives: {
      defaultProtocolName: 'strict',
      protocols: [{ name: 'strict', jsonParameters: { quality: 30 }, xmlParameters: '<bioml/>' }],
    },
  },
  startAnalysis: {
    options: {
      taskId,
      protocolName: 'strict',
      path: 'runs/1',
      files: ['a.fastq'],
      fileIds: [7, 8],
      jsonParameters: { quality: 30 },
      pipelineDescription: 'first',
      protocolDescription: 'thirty',
      saveProtocol: false,
      allowNonExistentFiles: true,
    },
    asks: 'POST /Demo Study/pipeline-analysis-startAnalysis',
    form: [
      ['taskId', taskId],
      ['protocolName', 'strict'],
      ['path', 'runs/1'],
      ['fileIds', '7'],
      ['fileIds', '8'],
      ['pipelineDescription', 'first'],
      ['protocolDescription', 'thirty'],
      ['allowNonExistentFiles', 'true'],
      ['saveProtocol', 'false'],
      ['file', 'a.fastq'],
      ['configureJson', '{"quality":30}'],
    ],
    answer: { status: 'success', jobGUIDs: ['9f8d'] },
    gives: { jobGUIDs: ['9f8d'] },
  },
  getPipelineContainer: {
    options: { container: '/Demo Study/sub' },
    asks: 'GET /Demo Study/sub/pipeline-getPipelineContainer',
    answer: { containerPath: '/Demo Study', webDavURL: '/_webdav/Demo%20Study/@pipeline/' },
    gives: { containerPath: '/Demo Study', webDavURL: '/_webdav/Demo%20Study/@pipeline/' },
  },
  notifyFiles: {
    options: {},
    asks: 'POST /Demo Study/pipeline-analysis-fileNotification',
    json: {},
    answer: { jobsReleased: 2 },
    gives: { jobsReleased: 2 },
  },
  runTransform: {
    options: { transformId },
    asks: 'POST /Demo Study/dataintegration-runTransform',
    json: { transformId },
    answer: { success: true, status: 'Queued', jobId: 31, pipelineURL: '/pipeline-status' },
    gives: { status: 'Queued', jobId: '31', pipelineURL: '/pipeline-status' },
  },
  resetTransformState: {
    options: { transformId },
    asks: 'POST /Demo Study/dataintegration-resetTransformState',
    json: { transformId },
    answer: { success: true },
    gives: undefined,
  },
  updateTransformConfiguration: {
    options: { transformId, enabled: false, verboseLogging: true },
    asks: 'POST /Demo Study/dataintegration-updateTransformConfiguration',
    json: { transformId, enabled: false, verboseLogging: true },
    answer: {
      success: true,
      result: {
        enabled: false,
        verboseLogging: true,
        state: { runId: 4 },
        lastChecked: '2024-10-24 10:00:00.000',
        descriptionId: 'nightly',
      },
    },
    gives: {
      enabled: false,
      verboseLogging: true,
      state: { runId: 4 },
      lastChecked: '2024-10-24 10:00:00.000',
      descriptionId: 'nightly',
    },
  },
}
