import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { isObject, numberOf, present, textOf } from '../read-json.ts'

/** Which transform (ETL). */
export interface TransformOptions extends CallOptions {
  /** As `{MODULE}/NAME`. */
  readonly transformId: string
}

/** How a transform is to run. */
export interface UpdateTransformConfigurationOptions extends TransformOptions {
  /** Whether it runs by its schedule. Default: as it is. */
  readonly enabled?: boolean
  /** Default: as it is. */
  readonly verboseLogging?: boolean
}

/** A run of a transform that has begun, or had nothing to do. */
export interface TransformRun {
  /** As `Queued` or `No work`. */
  readonly status: string
  readonly jobId?: string
  readonly pipelineURL?: string
}

/** How a transform is set. */
export interface TransformConfiguration {
  readonly enabled: boolean
  readonly verboseLogging: boolean
  /** What it keeps from one run to the next. */
  readonly state: Readonly<Record<string, unknown>>
  readonly lastChecked?: string
  readonly descriptionId?: string
}

/** `dataintegration-runTransform`: labkey-api-java 6.3, `di/RunTransformCommand.java`. */
export function runTransform(
  labkey: LabKeyClient,
  options: TransformOptions,
): Promise<TransformRun> {
  return ask(
    labkey,
    options,
    {
      name: 'pipeline.runTransform',
      takes: { transformId: 'text!' },
      post: 'dataintegration-runTransform',
    },
    ({ json }) => {
      const job = json['jobId']
      return {
        status: textOf(json['status']) ?? '',
        ...present({
          jobId: numberOf(job) === undefined ? textOf(job) : String(job),
          pipelineURL: textOf(json['pipelineURL']),
        }),
      }
    },
  )
}

/** `dataintegration-resetTransformState`: labkey-api-java 6.3, `di/ResetTransformStateCommand.java`. */
export function resetTransformState(
  labkey: LabKeyClient,
  options: TransformOptions,
): Promise<void> {
  return ask(
    labkey,
    options,
    {
      name: 'pipeline.resetTransformState',
      takes: { transformId: 'text!' },
      post: 'dataintegration-resetTransformState',
    },
    () => undefined,
  )
}

/**
 * `dataintegration-updateTransformConfiguration`: labkey-api-java 6.3,
 * `di/UpdateTransformConfigurationCommand.java` and its response.
 */
export function updateTransformConfiguration(
  labkey: LabKeyClient,
  options: UpdateTransformConfigurationOptions,
): Promise<TransformConfiguration> {
  return ask(
    labkey,
    options,
    {
      name: 'pipeline.updateTransformConfiguration',
      takes: { transformId: 'text!', enabled: 'flag', verboseLogging: 'flag' },
      post: 'dataintegration-updateTransformConfiguration',
    },
    ({ object }) => {
      const { enabled, verboseLogging, state, lastChecked, descriptionId } = object('result')
      return {
        enabled: enabled === true,
        verboseLogging: verboseLogging === true,
        state: isObject(state) ? state : {},
        ...present({ lastChecked: textOf(lastChecked), descriptionId: textOf(descriptionId) }),
      }
    },
  )
}
