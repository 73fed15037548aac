// Types of what a LabKey server has. Changes here are lost: make the file anew with
//   wellkey types generate --container "/Open Data" --schema lists --out FILE
// wellkey-types: {"container":"/Open Data","schemas":["lists"],"queries":[],"parameters":[]}
import type { NoLookups, NoParameters, QueryShape } from '@wellkey/client/typed'

/**
 * lists.Patients
 * People enrolled in the study
 */
export interface ListsPatientsRow {
  /**
   * Birth Date
   * Date and Time
   */
  BirthDate: string | null
  /** Date and Time */
  Enrolled: string | null
  Initials: string | null
  /** Patient Id */
  PatientId: string
  Sex: string | null
  Site: string | null
}

export interface ListsPatientsKey {
  readonly PatientId: string
}

export interface ListsPatientsInsert {
  readonly BirthDate?: string | null
  readonly Enrolled?: string | null
  readonly Initials?: string | null
  readonly PatientId: string
  readonly Sex?: string | null
  readonly Site?: string | null
}

export interface ListsPatientsUpdate {
  readonly PatientId: string
  readonly BirthDate?: string | null
  readonly Enrolled?: string | null
  readonly Initials?: string | null
  readonly Sex?: string | null
  readonly Site?: string | null
}

export interface ListsPatientsQuery extends QueryShape {
  readonly row: ListsPatientsRow
  readonly view: 'BirthDate' | 'Enrolled' | 'Initials' | 'PatientId' | 'Sex' | 'Site'
  readonly key: ListsPatientsKey
  readonly insert: ListsPatientsInsert
  readonly update: ListsPatientsUpdate
  readonly lookups: NoLookups
  readonly parameters: NoParameters
}

/**
 * lists.Results
 * What was measured in each specimen
 */
export interface ListsResultsRow {
  Analyte: string | null
  /** H above, L below the reference range */
  Flag: string | null
  /** Date and Time */
  Measured: string | null
  /** Result Id */
  ResultId: number
  /**
   * Specimen Id
   * Points to lists.Specimens
   */
  SpecimenId: string
  Unit: string | null
  Value: number | null
}

export interface ListsResultsKey {
  readonly ResultId: number
}

export interface ListsResultsInsert {
  readonly Analyte?: string | null
  readonly Flag?: string | null
  readonly Measured?: string | null
  readonly ResultId: number
  readonly SpecimenId: string
  readonly Unit?: string | null
  readonly Value?: number | null
}

export interface ListsResultsUpdate {
  readonly ResultId: number
  readonly Analyte?: string | null
  readonly Flag?: string | null
  readonly Measured?: string | null
  readonly SpecimenId?: string
  readonly Unit?: string | null
  readonly Value?: number | null
}

export interface ListsResultsLookups {
  readonly SpecimenId: ListsSpecimensQuery
}

export interface ListsResultsQuery extends QueryShape {
  readonly row: ListsResultsRow
  readonly view: 'Analyte' | 'Flag' | 'Measured' | 'ResultId' | 'SpecimenId' | 'Unit' | 'Value'
  readonly key: ListsResultsKey
  readonly insert: ListsResultsInsert
  readonly update: ListsResultsUpdate
  readonly lookups: ListsResultsLookups
  readonly parameters: NoParameters
}

/**
 * lists.Specimens
 * What was drawn from whom, and when
 */
export interface ListsSpecimensRow {
  /** Date and Time */
  Drawn: string | null
  /**
   * Patient Id
   * Points to lists.Patients
   */
  PatientId: string
  /** Specimen Id */
  SpecimenId: string
  Type: string | null
  /** Volume (mL) */
  Volume: number | null
}

export interface ListsSpecimensKey {
  readonly SpecimenId: string
}

export interface ListsSpecimensInsert {
  readonly Drawn?: string | null
  readonly PatientId: string
  readonly SpecimenId: string
  readonly Type?: string | null
  readonly Volume?: number | null
}

export interface ListsSpecimensUpdate {
  readonly SpecimenId: string
  readonly Drawn?: string | null
  readonly PatientId?: string
  readonly Type?: string | null
  readonly Volume?: number | null
}

export interface ListsSpecimensLookups {
  readonly PatientId: ListsPatientsQuery
}

export interface ListsSpecimensQuery extends QueryShape {
  readonly row: ListsSpecimensRow
  readonly view: 'Drawn' | 'PatientId' | 'SpecimenId' | 'Type' | 'Volume'
  readonly key: ListsSpecimensKey
  readonly insert: ListsSpecimensInsert
  readonly update: ListsSpecimensUpdate
  readonly lookups: ListsSpecimensLookups
  readonly parameters: NoParameters
}

export interface ListsSchema {
  readonly Patients: ListsPatientsQuery
  readonly Results: ListsResultsQuery
  readonly Specimens: ListsSpecimensQuery
}

/** The queries by their schemas, for `typed`. */
export interface LabKeySchemas {
  readonly lists: ListsSchema
}
