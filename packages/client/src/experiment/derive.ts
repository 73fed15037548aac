import { ask } from '../ask.ts'
import { readCallOptions, type CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { callerOf } from '../callers.ts'
import { isObject, numberOf, objectsOf } from '../read-json.ts'
import type { QueryRow } from '../query/rows.ts'
import { take } from '../takes.ts'
import type { ExpData, ExpMaterial, RunGroup } from './exp-object.ts'

/** A sample or data to make others of. */
export type DeriveInput = ({ readonly rowId: number } | { readonly lsid: string }) & {
  /** Its part in the run. Default: `Material` or `Data`. */
  readonly role?: string
}

/** A sample or data to make. */
export interface DeriveOutput {
  /** By the names of the fields of its type. */
  readonly values: Readonly<Record<string, unknown>>
  /** Its part in the run. Default: `Material` or `Data`. */
  readonly role?: string
}

/** What is made of what; at least one sample or data. */
export interface DeriveOptions extends CallOptions {
  readonly materialInputs?: readonly DeriveInput[]
  readonly dataInputs?: readonly DeriveInput[]
  /** The LSID of the sample type that the new samples belong to; they cannot do without. */
  readonly targetSampleType?: string
  /** The LSID of the data class that the new data belong to; they cannot do without. */
  readonly targetDataClass?: string
  /** The new samples one by one, or … */
  readonly materialOutputs?: readonly DeriveOutput[]
  /** … this many. */
  readonly materialOutputCount?: number
  /** Values of every new sample, by the names of the fields of its type. */
  readonly materialDefault?: Readonly<Record<string, unknown>>
  readonly dataOutputs?: readonly DeriveOutput[]
  readonly dataOutputCount?: number
  readonly dataDefault?: Readonly<Record<string, unknown>>
}

/** What has been made. */
export interface Derived {
  readonly materialOutputs: readonly ExpMaterial[]
  readonly dataOutputs: readonly ExpData[]
}

/** Samples to save. */
export interface SaveMaterialsOptions extends CallOptions {
  /** The name of the sample type. */
  readonly name: string
  /** By the names of its fields. */
  readonly materials: readonly Readonly<Record<string, unknown>>[]
}

/** Which runs; either the ids or the key. */
export interface CreateHiddenRunGroupOptions extends CallOptions {
  readonly runIds?: readonly number[]
  /** The selection of a grid, as the server's pages keep it. */
  readonly selectionKey?: string
}

/** Which counter. */
export interface EntitySequenceOptions extends CallOptions {
  /** Of the sample type or data class; the counters of the site have none. */
  readonly rowId?: number
  /** What `rowId` is of. */
  readonly kindName?: 'SampleSet' | 'DataClass'
  readonly seqType: 'genId' | 'rootSampleCount' | 'sampleCount'
}

/** A counter, and what it is set to. */
export interface SetEntitySequenceOptions extends EntitySequenceOptions {
  readonly newValue: number
}

const sequence = {
  rowId: 'integer',
  kindName: 'SampleSet|DataClass',
  seqType: 'genId|rootSampleCount|sampleCount!',
} as const

/**
 * `experiment-derive`: LabKey 19.3, `ExperimentController.DeriveAction`, where the target is still called
 * `targetSampleSet`; `targetSampleType` is inferred from the renaming of sample sets in LabKey 20.
 */
export function derive(labkey: LabKeyClient, options: DeriveOptions): Promise<Derived> {
  return ask(
    labkey,
    options,
    {
      name: 'experiment.derive',
      takes: {
        materialInputs: 'objects',
        dataInputs: 'objects',
        targetSampleType: 'text',
        targetDataClass: 'text',
        materialOutputs: 'objects',
        materialOutputCount: 'integer',
        materialDefault: 'object',
        dataOutputs: 'objects',
        dataOutputCount: 'integer',
        dataDefault: 'object',
      },
      post: 'experiment-derive',
      sends: (json, read) => {
        const { materialOutputs = [], materialOutputCount = 0, dataOutputs = [] } = json
        const { dataOutputCount = 0, targetSampleType, targetDataClass } = json
        const isList = materialOutputs.length > 0
        if (isList && materialOutputCount > 0) {
          read.refuse('materialOutputCount', 'left out when there are materialOutputs')
        }
        if (dataOutputs.length > 0 && dataOutputCount > 0) {
          read.refuse('dataOutputCount', 'left out when there are dataOutputs')
        }
        const hasMaterials = isList || materialOutputCount > 0
        const hasData = dataOutputs.length > 0 || dataOutputCount > 0
        if (!hasMaterials && !hasData) {
          read.refuse(
            'materialOutputs',
            'there, or materialOutputCount, dataOutputs, dataOutputCount',
          )
        }
        if (hasMaterials && targetSampleType === undefined) {
          read.refuse('targetSampleType', 'there for new samples')
        }
        if (hasData && targetDataClass === undefined) {
          read.refuse('targetDataClass', 'there for new data')
        }
        return { json }
      },
    },
    ({ json }) => {
      const data = isObject(json['data']) ? json['data'] : {}
      return {
        materialOutputs: objectsOf(data['materialOutputs']),
        dataOutputs: objectsOf(data['dataOutputs']),
      }
    },
  )
}

/** An insert into `Samples`: labkey-api-js 1.35.3, `src/labkey/Experiment.ts`. */
export async function saveMaterials(
  labkey: LabKeyClient,
  options: SaveMaterialsOptions,
): Promise<readonly QueryRow[]> {
  const where = 'experiment.saveMaterials'
  const { client } = callerOf(labkey, where)
  const { values, read } = take(options, where, { name: 'text!', materials: 'objects!' })
  readCallOptions(read, client)
  const { name: _name, materials: _materials, ...call } = options
  const { rows } = await labkey.query.insertRows({
    ...call,
    schemaName: 'samples',
    queryName: values.name,
    rows: [...values.materials],
  })
  return rows
}

/** `experiment-createHiddenRunGroup`: labkey-api-js 1.35.3, `src/labkey/Experiment.ts`. */
export function createHiddenRunGroup(
  labkey: LabKeyClient,
  options: CreateHiddenRunGroupOptions,
): Promise<RunGroup> {
  return ask(
    labkey,
    options,
    {
      name: 'experiment.createHiddenRunGroup',
      takes: { runIds: 'integers', selectionKey: 'text' },
      post: 'experiment-createHiddenRunGroup',
      sends: (json, read) => {
        if ((json.runIds === undefined) === (json.selectionKey === undefined)) {
          read.refuse('runIds', 'there when selectionKey is not')
        }
        return { json }
      },
    },
    ({ json }) => json,
  )
}

/**
 * `experiment-getEntitySequence`: labkey-api-js 1.35.3, `src/labkey/Experiment.ts`. No source says what it answers: `value`
 * is inferred, `genId` is what the older `experiment-getGenId` answers.
 */
export function getEntitySequence(
  labkey: LabKeyClient,
  options: EntitySequenceOptions,
): Promise<number> {
  return ask(
    labkey,
    options,
    {
      name: 'experiment.getEntitySequence',
      takes: sequence,
      get: 'experiment-getEntitySequence',
    },
    ({ json, number }) => numberOf(json['genId']) ?? number('value'),
  )
}

/** `experiment-setEntitySequence`: labkey-api-js 1.35.3, `src/labkey/Experiment.ts`. */
export function setEntitySequence(
  labkey: LabKeyClient,
  options: SetEntitySequenceOptions,
): Promise<void> {
  return ask(
    labkey,
    options,
    {
      name: 'experiment.setEntitySequence',
      takes: { ...sequence, newValue: 'integer!' },
      post: 'experiment-setEntitySequence',
    },
    () => undefined,
  )
}
