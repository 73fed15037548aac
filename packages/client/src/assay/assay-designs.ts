import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { NotFound, type Found } from '../found.ts'
import { isObject, objectsOf, present, textOf, textsOf, type Json } from '../read-json.ts'

/** Which designs. */
export interface GetAssaysOptions extends CallOptions {
  readonly id?: number
  readonly name?: string
  /** As `General` or `ELISpot`. */
  readonly type?: string
  /** `Active` or `Archived`. Default: both. */
  readonly status?: string
}

/** Which one. */
export interface GetAssayByIdOptions extends CallOptions {
  readonly id: number
}

/** Which one. */
export interface GetAssayByNameOptions extends CallOptions {
  readonly name: string
}

/** Which ones. */
export interface GetAssaysByTypeOptions extends CallOptions {
  /** As `General` or `ELISpot`. */
  readonly type: string
}

/** An assay design of the container. */
export interface AssayDesign {
  readonly id: number
  readonly name: string
  /** As `General`. */
  readonly type: string
  readonly description?: string
  readonly containerPath?: string
  readonly projectLevel: boolean
  /** The schema of its tables, as `assay.General.Titer`. */
  readonly protocolSchemaName?: string
  readonly importAction?: string
  readonly importController?: string
  readonly templateLink?: string
  readonly plateTemplate?: string
  /** The fields of each domain, as LabKey describes them, by the domain's name. */
  readonly domains: Readonly<Record<string, readonly Json[]>>
  /** The domain's name by its type, as `Batch` or `Run`. */
  readonly domainTypes: Readonly<Record<string, string>>
  /** Addresses by what they are for, as `runs` or `import`. */
  readonly links: Readonly<Record<string, string>>
}

const action = 'assay-assayList'

/** `assay-assayList`: labkey-api-js 1.35.3, `src/labkey/Assay.ts`. */
export function getAssays(
  labkey: LabKeyClient,
  options?: GetAssaysOptions,
): Promise<readonly AssayDesign[]> {
  return ask(
    labkey,
    options,
    {
      name: 'assay.getAssays',
      takes: { id: 'integer', name: 'text', type: 'text', status: 'text' },
      read: action,
    },
    designs,
  )
}

/** `assay-assayList` for one id: labkey-api-js 1.35.3, `src/labkey/Assay.ts`. */
export function getAssayById(
  labkey: LabKeyClient,
  options: GetAssayByIdOptions,
): Promise<AssayDesign | undefined> {
  return ask(
    labkey,
    options,
    { name: 'assay.getAssayById', takes: { id: 'integer!' }, read: action },
    (found) => designs(found)[0],
  )
}

/** `assay-assayList` for one name: labkey-api-js 1.35.3, `src/labkey/Assay.ts`. */
export function getAssayByName(
  labkey: LabKeyClient,
  options: GetAssayByNameOptions,
): Promise<AssayDesign | undefined> {
  return ask(
    labkey,
    options,
    { name: 'assay.getAssayByName', takes: { name: 'text!' }, read: action },
    (found) => designs(found)[0],
  )
}

/** `assay-assayList` for a type: labkey-api-js 1.35.3, `src/labkey/Assay.ts`. */
export function getAssaysByType(
  labkey: LabKeyClient,
  options: GetAssaysByTypeOptions,
): Promise<readonly AssayDesign[]> {
  return ask(
    labkey,
    options,
    { name: 'assay.getAssaysByType', takes: { type: 'text!' }, read: action },
    designs,
  )
}

function designs({ objects }: Found): readonly AssayDesign[] {
  return objects('definitions').map((json) => {
    const { id, name, type, domains } = json
    if (typeof id !== 'number' || typeof name !== 'string') throw new NotFound('definitions')
    return {
      id,
      name,
      type: textOf(type) ?? '',
      projectLevel: json['projectLevel'] === true,
      domains: isObject(domains)
        ? Object.fromEntries(Object.entries(domains).map(([own, list]) => [own, objectsOf(list)]))
        : {},
      domainTypes: textsIn(json['domainTypes']),
      links: textsIn(json['links']),
      ...present({
        description: textOf(json['description']),
        containerPath: textOf(json['containerPath']),
        protocolSchemaName: textOf(json['protocolSchemaName']),
        importAction: textOf(json['importAction']),
        importController: textOf(json['importController']),
        templateLink: textOf(json['templateLink']),
        plateTemplate: textOf(json['plateTemplate']),
      }),
    }
  })
}

function textsIn(json: unknown): Readonly<Record<string, string>> {
  if (!isObject(json)) return {}
  return Object.fromEntries(
    Object.entries(json).flatMap(([name, value]) =>
      textsOf([value]).map((text) => [name, text] as const),
    ),
  )
}
