import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { OptionReader } from '../check-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { isObject, present, textOf } from '../read-json.ts'
import { writeDesign, type DomainDesign, type DomainField } from './domain-design.ts'

/** Which domain: by its id, or by the query that shows it. */
export interface DomainChoice extends CallOptions {
  readonly schemaName?: string
  readonly queryName?: string
  /** Instead of the two names. */
  readonly domainId?: number
}

/** Which domain, or which kind. */
export interface GetDomainDetailsOptions extends DomainChoice {
  /** What a new domain of this kind looks like, in place of one that is there. */
  readonly domainKind?: string
}

/** A domain with what its kind knows of it. */
export interface DomainDetails {
  readonly domainDesign: DomainDesign
  /** As `IntList`. */
  readonly domainKindName?: string
  /** The kind's own settings. */
  readonly options?: Readonly<Record<string, unknown>>
}

/** A domain as it is to be. */
export interface SaveDomainOptions extends DomainChoice {
  /** All of its fields: those that are missing are deleted. */
  readonly domainDesign: DomainDesign
  /** What the kind knows of it besides. Default: as it is. */
  readonly options?: Readonly<Record<string, unknown>>
  /** Refuses what LabKey would only warn of. Default: false. */
  readonly includeWarnings?: boolean
}

/** Which domain to delete. */
export interface DropDomainOptions extends CallOptions {
  readonly schemaName: string
  readonly queryName: string
}

/** What changes in a domain; the other fields stay. */
export interface UpdateDomainOptions extends CallOptions {
  readonly domainId: number
  readonly createFields?: readonly DomainField[]
  /** By their `propertyId`. */
  readonly updateFields?: readonly DomainField[]
  /** Ids of properties. */
  readonly deleteFields?: readonly number[]
  /** Refuses what LabKey would only warn of. Default: false. */
  readonly includeWarnings?: boolean
}

/** Which domains. */
export interface ListDomainsOptions extends CallOptions {
  /** Default: all. */
  readonly domainKinds?: readonly string[]
  /** Whether the domains come with their fields. Default: false. */
  readonly includeFields?: boolean
  /** Those of the project and of `/Shared`, too. Default: false. */
  readonly includeProjectAndShared?: boolean
}

const choice = { schemaName: 'text', queryName: 'text', domainId: 'integer' } as const

/** `property-getDomain`: labkey-api-js 1.35.3, `src/labkey/Domain.ts`. */
export function getDomain(labkey: LabKeyClient, options: DomainChoice): Promise<DomainDesign> {
  return ask(
    labkey,
    options,
    {
      name: 'domain.getDomain',
      takes: choice,
      get: 'property-getDomain',
      sends: (params, read) => ({ params: chosen(params, read) }),
    },
    ({ json }) => json,
  )
}

/** `property-getDomainDetails`: labkey-api-js 1.35.3, `src/labkey/Domain.ts`. */
export function getDomainDetails(
  labkey: LabKeyClient,
  options: GetDomainDetailsOptions,
): Promise<DomainDetails> {
  return ask(
    labkey,
    options,
    {
      name: 'domain.getDomainDetails',
      takes: { ...choice, domainKind: 'text' },
      get: 'property-getDomainDetails',
    },
    ({ json, object }) => ({
      domainDesign: object('domainDesign'),
      ...present({
        domainKindName: textOf(json['domainKindName']),
        options: isObject(json['options']) ? json['options'] : undefined,
      }),
    }),
  )
}

/** `property-saveDomain`: labkey-api-js 1.35.3, `src/labkey/Domain.ts`. */
export function saveDomain(labkey: LabKeyClient, options: SaveDomainOptions): Promise<void> {
  return ask(
    labkey,
    options,
    {
      name: 'domain.saveDomain',
      takes: { ...choice, domainDesign: 'object!', options: 'object', includeWarnings: 'flag' },
      post: 'property-saveDomain',
      sends: (values, read) => ({
        json: { ...chosen(values, read), domainDesign: writeDesign(values.domainDesign) },
      }),
    },
    () => undefined,
  )
}

/** `property-deleteDomain`: labkey-api-js 1.35.3, `src/labkey/Domain.ts`. */
export function dropDomain(labkey: LabKeyClient, options: DropDomainOptions): Promise<void> {
  return ask(
    labkey,
    options,
    {
      name: 'domain.dropDomain',
      takes: { schemaName: 'text!', queryName: 'text!' },
      post: 'property-deleteDomain',
    },
    () => undefined,
  )
}

/** `property-updateDomain`: labkey-api-js 1.35.3, `src/labkey/Domain.ts`. */
export function updateDomain(labkey: LabKeyClient, options: UpdateDomainOptions): Promise<void> {
  return ask(
    labkey,
    options,
    {
      name: 'domain.updateDomain',
      takes: {
        domainId: 'integer!',
        createFields: 'objects',
        updateFields: 'objects',
        deleteFields: 'integers',
        includeWarnings: 'flag',
      },
      post: 'property-updateDomain',
      sends: ({ createFields, updateFields, ...rest }) => ({
        json: {
          ...rest,
          createFields: createFields && writeDesign({ fields: createFields })['fields'],
          updateFields: updateFields && writeDesign({ fields: updateFields })['fields'],
        },
      }),
    },
    () => undefined,
  )
}

/** `property-listDomains`: labkey-api-js 1.35.3, `src/labkey/Domain.ts`. */
export function listDomains(
  labkey: LabKeyClient,
  options?: ListDomainsOptions,
): Promise<readonly DomainDesign[]> {
  return ask(
    labkey,
    options,
    {
      name: 'domain.listDomains',
      takes: { domainKinds: 'texts', includeFields: 'flag', includeProjectAndShared: 'flag' },
      get: 'property-listDomains',
    },
    ({ objects }) => objects('data'),
  )
}

/** Refuses what names no domain at all. */
function chosen<Choice extends Omit<DomainChoice, keyof CallOptions>>(
  values: Choice,
  read: OptionReader,
): Choice {
  if (values.domainId === undefined) {
    read.requiredText('schemaName')
    read.requiredText('queryName')
  }
  return values
}
