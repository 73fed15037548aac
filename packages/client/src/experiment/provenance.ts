import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'

/** A material or data: by its LSID, or by its row id. */
export type ProvenanceObject = { readonly lsid: string } | { readonly id: number }

/** What goes into a step, and what comes out. Runs are made of it when the recording stops. */
export interface ProvenanceStep {
  readonly name?: string
  readonly description?: string
  readonly runName?: string
  readonly materialInputs?: readonly ProvenanceObject[]
  readonly materialOutputs?: readonly ProvenanceObject[]
  readonly dataInputs?: readonly ProvenanceObject[]
  readonly dataOutputs?: readonly ProvenanceObject[]
  /** URIs of objects. */
  readonly objectInputs?: readonly string[]
  readonly objectOutputs?: readonly string[]
  readonly inputObjectUriProperty?: string
  readonly outputObjectUriProperty?: string
  /** Pairs of `from` and `to`. */
  readonly provenanceMap?: readonly { readonly from: string; readonly to: string }[]
  readonly params?: Readonly<Record<string, unknown>>
  /** By the URIs of properties. */
  readonly properties?: Readonly<Record<string, unknown>>
}

/** The first step of a recording. */
export interface StartRecordingOptions extends CallOptions {
  readonly step: ProvenanceStep
}

/** A further step of a recording. */
export interface RecordingStepOptions extends StartRecordingOptions {
  readonly recordingId: string
}

/** A recording that has begun. */
export interface Recording {
  readonly recordingId: string
}

/** `provenance-startRecording`: Rlabkey 3.4.6, `R/labkey.provenance.R`, `man/labkey.provenance.createProvenanceParams.Rd`. */
export function startRecording(
  labkey: LabKeyClient,
  options: StartRecordingOptions,
): Promise<Recording> {
  return ask(
    labkey,
    options,
    {
      name: 'experiment.startRecording',
      takes: { step: 'object!' },
      post: 'provenance-startRecording',
      sends: ({ step }) => ({ json: step }),
    },
    ({ text }) => ({ recordingId: text('recordingId') }),
  )
}

/** `provenance-addRecordingStep`: Rlabkey 3.4.6, `R/labkey.provenance.R`. */
export function addRecordingStep(
  labkey: LabKeyClient,
  options: RecordingStepOptions,
): Promise<void> {
  return ask(labkey, options, furtherStep('addRecordingStep'), () => undefined)
}

/** `provenance-stopRecording`: Rlabkey 3.4.6, `R/labkey.provenance.R`. */
export function stopRecording(labkey: LabKeyClient, options: RecordingStepOptions): Promise<void> {
  return ask(labkey, options, furtherStep('stopRecording'), () => undefined)
}

const furtherStep = (action: string) => ({
  name: `experiment.${action}`,
  takes: { step: 'object!', recordingId: 'text!' } as const,
  post: `provenance-${action}`,
  sends: ({ step, recordingId }: Pick<RecordingStepOptions, 'step' | 'recordingId'>) => ({
    json: { ...step, recordingId },
  }),
})
