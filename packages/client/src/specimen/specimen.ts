/** A place that keeps or sends specimens, as LabKey writes it (`SpecimenApiController`, LabKey 24.11). */
export interface SpecimenLocation {
  readonly rowId?: number
  readonly label?: string
  readonly locationCode?: number | string
  readonly repository?: boolean
  readonly clinic?: boolean
  readonly [member: string]: unknown
}

/** A tube. */
export interface Vial {
  readonly globalUniqueId?: string
  readonly rowId?: number
  /** Names the specimen that it is a part of. */
  readonly specimenHash?: string
  readonly participantId?: string
  readonly volume?: number
  readonly volumeUnits?: string
  readonly primaryType?: string
  readonly currentLocation?: SpecimenLocation | null
  readonly [member: string]: unknown
}

/** A request for specimens. */
export interface SpecimenRequest {
  readonly requestId: number
  readonly comments?: string
  readonly created?: string
  readonly status?: string
  readonly statusId?: number
  readonly vials?: readonly Vial[]
  readonly [member: string]: unknown
}
