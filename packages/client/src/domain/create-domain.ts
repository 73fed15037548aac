import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { writeDesign, type DomainDesign } from './domain-design.ts'

/** What to make: a kind with a design, or a template. */
export interface CreateDomainOptions extends CallOptions {
  /** `IntList`, `VarList`, `SampleSet`, `DataClass`, `StudyDatasetVisit`, `StudyDatasetDate` … */
  readonly kind?: string
  readonly domainDesign?: DomainDesign
  /** What the kind needs besides, as `{ keyName: 'id', keyType: 'Integer' }` for an `IntList`. */
  readonly options?: Readonly<Record<string, unknown>>
  /** The module of a template. */
  readonly module?: string
  /** The group of a template. */
  readonly domainGroup?: string
  /** The template within its group. */
  readonly domainTemplate?: string
  /** With a template: whether the domain is made. Default: true. */
  readonly createDomain?: boolean
  /** With a template: whether its data is imported. Default: true. */
  readonly importData?: boolean
}

/** `property-createDomain`: labkey-api-js 1.35.3, `src/labkey/Domain.ts`. */
export function createDomain(
  labkey: LabKeyClient,
  options: CreateDomainOptions,
): Promise<DomainDesign> {
  return ask(
    labkey,
    options,
    {
      name: 'domain.createDomain',
      takes: {
        kind: 'text',
        domainDesign: 'object',
        options: 'object',
        module: 'text',
        domainGroup: 'text',
        domainTemplate: 'text',
        createDomain: 'flag',
        importData: 'flag',
      },
      post: 'property-createDomain',
      sends: ({ domainDesign, ...rest }) => ({
        json: { ...rest, domainDesign: domainDesign && writeDesign(domainDesign) },
      }),
    },
    ({ json }) => json,
  )
}
