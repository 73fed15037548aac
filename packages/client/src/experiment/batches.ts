import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { OptionReader } from '../check-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { NotFound, type Found } from '../found.ts'

import type { ExpRun, RunGroup } from './exp-object.ts'

/** Of which assay: by id, by name with provider, or none, with a protocol of LabKey's own. */
export interface AssayChoice extends CallOptions {
  readonly assayId?: number
  readonly assayName?: string
  /** As `General`. */
  readonly providerName?: string
  /** `Sample Derivation Protocol`, for runs that are of no assay. */
  readonly protocolName?: string
}

/** A batch to save. */
export interface SaveBatchOptions extends AssayChoice {
  readonly batch: RunGroup
}

/** Batches to save. */
export interface SaveBatchesOptions extends AssayChoice {
  readonly batches: readonly RunGroup[]
}

/** Which batch. */
export interface LoadBatchOptions extends AssayChoice {
  readonly batchId: number
}

/** Which batches. */
export interface LoadBatchesOptions extends AssayChoice {
  readonly batchIds: readonly number[]
}

/** Runs to save. */
export interface SaveRunsOptions extends AssayChoice {
  readonly runs: readonly ExpRun[]
}

/** How much to tell. */
export interface ExpDetails {
  /** Default: the server's. */
  readonly includeInputsAndOutputs?: boolean
  readonly includeProperties?: boolean
  readonly includeRunSteps?: boolean
}

/** Which runs; ids, LSIDs, or both. */
export interface LoadRunsOptions extends CallOptions, ExpDetails {
  readonly runIds?: readonly number[]
  readonly lsids?: readonly string[]
}

const choice = {
  assayId: 'integer',
  assayName: 'text',
  providerName: 'text',
  protocolName: 'text',
} as const

/** `assay-saveAssayBatch`: labkey-api-js 1.35.3, `src/labkey/Experiment.ts`. */
export function saveBatch(labkey: LabKeyClient, options: SaveBatchOptions): Promise<RunGroup> {
  return ask(
    labkey,
    options,
    {
      name: 'experiment.saveBatch',
      takes: { ...choice, batch: 'object!' },
      post: 'assay-saveAssayBatch',
      sends: ({ batch, ...rest }, read) => ({ json: { ...chosen(rest, read), batches: [batch] } }),
    },
    (found) => {
      const [batch] = batchesIn(found)
      if (batch === undefined) throw new NotFound('batches')
      return batch
    },
  )
}

/** `assay-saveAssayBatch`: labkey-api-js 1.35.3, `src/labkey/Experiment.ts`. */
export function saveBatches(
  labkey: LabKeyClient,
  options: SaveBatchesOptions,
): Promise<readonly RunGroup[]> {
  return ask(
    labkey,
    options,
    {
      name: 'experiment.saveBatches',
      takes: { ...choice, batches: 'objects!' },
      post: 'assay-saveAssayBatch',
      sends: (values, read) => ({ json: chosen(values, read) }),
    },
    batchesIn,
  )
}

/** `assay-getAssayBatch`: labkey-api-js 1.35.3, `src/labkey/Experiment.ts`. */
export function loadBatch(labkey: LabKeyClient, options: LoadBatchOptions): Promise<RunGroup> {
  return ask(
    labkey,
    options,
    {
      name: 'experiment.loadBatch',
      takes: { ...choice, batchId: 'integer!' },
      read: 'assay-getAssayBatch',
      sends: (values, read) => ({ json: chosen(values, read) }),
    },
    ({ object }) => object('batch'),
  )
}

/** `assay-getAssayBatches`: labkey-api-js 1.35.3, `src/labkey/Experiment.ts`. */
export function loadBatches(
  labkey: LabKeyClient,
  options: LoadBatchesOptions,
): Promise<readonly RunGroup[]> {
  return ask(
    labkey,
    options,
    {
      name: 'experiment.loadBatches',
      takes: { ...choice, batchIds: 'integers!' },
      read: 'assay-getAssayBatches',
      sends: (values, read) => ({ json: chosen(values, read) }),
    },
    batchesIn,
  )
}

/** `assay-saveAssayRuns`: labkey-api-js 1.35.3, `src/labkey/Experiment.ts`. */
export function saveRuns(
  labkey: LabKeyClient,
  options: SaveRunsOptions,
): Promise<readonly ExpRun[]> {
  return ask(
    labkey,
    options,
    {
      name: 'experiment.saveRuns',
      takes: { ...choice, runs: 'objects!' },
      post: 'assay-saveAssayRuns',
      sends: (values, read) => ({ json: chosen(values, read) }),
    },
    ({ objects }) => objects('runs'),
  )
}

/** `assay-getAssayRuns`: labkey-api-js 1.35.3, `src/labkey/Experiment.ts`. */
export function loadRuns(
  labkey: LabKeyClient,
  options: LoadRunsOptions,
): Promise<readonly ExpRun[]> {
  return ask(
    labkey,
    options,
    {
      name: 'experiment.loadRuns',
      takes: {
        runIds: 'integers',
        lsids: 'texts',
        includeInputsAndOutputs: 'flag',
        includeProperties: 'flag',
        includeRunSteps: 'flag',
      },
      read: 'assay-getAssayRuns',
    },
    ({ objects }) => objects('runs'),
  )
}

function chosen<Values extends Omit<AssayChoice, keyof CallOptions>>(
  values: Values,
  read: OptionReader,
): Values {
  const { assayId, protocolName, assayName, providerName } = values
  if (assayId === undefined && protocolName === undefined) {
    if (assayName === undefined || providerName === undefined) {
      read.refuse('assayId', 'there, or protocolName, or assayName with providerName')
    }
  }
  return values
}

function batchesIn({ objects }: Found): readonly RunGroup[] {
  return objects('batches')
}
