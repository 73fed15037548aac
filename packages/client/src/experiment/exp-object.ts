/** What runs, materials and data have in common. Members that are not named here stay as they are. */
export interface ExpObject {
  /** Absent in a new one. */
  readonly id?: number
  readonly lsid?: string
  readonly name?: string
  readonly comment?: string | null
  readonly created?: string
  readonly createdBy?: string
  /** By name, or by the URI of a property. */
  readonly properties?: Readonly<Record<string, unknown>>
  readonly [member: string]: unknown
}

/** A file or other piece of data; one that is new is made with the run. */
export interface ExpData extends ExpObject {
  readonly dataFileURL?: string
  /** Below the container's pipeline root. */
  readonly pipelinePath?: string
  readonly absolutePath?: string
  readonly role?: string
  readonly dataClass?: { readonly id?: number; readonly name?: string }
}

/** A sample; one that is new is made with the run. */
export interface ExpMaterial extends ExpObject {
  readonly role?: string
  readonly sampleSet?: { readonly id?: number; readonly name?: string }
}

/** A run: what it was made of, and what came out of it. */
export interface ExpRun extends ExpObject {
  readonly dataInputs?: readonly ExpData[]
  readonly dataOutputs?: readonly ExpData[]
  readonly materialInputs?: readonly ExpMaterial[]
  readonly materialOutputs?: readonly ExpMaterial[]
  /** The results of an assay. */
  readonly dataRows?: readonly Readonly<Record<string, unknown>>[]
}

/** A batch of runs, or another group of them. */
export interface RunGroup extends ExpObject {
  readonly batchProtocolId?: number
  readonly hidden?: boolean
  readonly runs?: readonly ExpRun[]
}
