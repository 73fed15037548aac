import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { numberOf, present, textOf } from '../read-json.ts'

/** Where the pipeline of a container is. */
export interface PipelineContainer {
  /** The container itself, or a parent. Absent where there is none. */
  readonly containerPath?: string
  readonly webDavURL?: string
}

/** `pipeline-getPipelineContainer`: labkey-api-js 1.35.3, `src/labkey/Pipeline.ts`. */
export function getPipelineContainer(
  labkey: LabKeyClient,
  options?: CallOptions,
): Promise<PipelineContainer> {
  return ask(
    labkey,
    options,
    { name: 'pipeline.getPipelineContainer', takes: {}, get: 'pipeline-getPipelineContainer' },
    ({ json }) =>
      present({
        containerPath: textOf(json['containerPath']),
        webDavURL: textOf(json['webDavURL']),
      }),
  )
}

/** `pipeline-analysis-fileNotification`: labkey-api-java 6.3, `pipeline/FileNotificationCommand.java`. */
export function notifyFiles(
  labkey: LabKeyClient,
  options?: CallOptions,
): Promise<{ readonly jobsReleased: number }> {
  return ask(
    labkey,
    options,
    { name: 'pipeline.notifyFiles', takes: {}, post: 'pipeline-analysis-fileNotification' },
    ({ json }) => ({ jobsReleased: numberOf(json['jobsReleased']) ?? 0 }),
  )
}
