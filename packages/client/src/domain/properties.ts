import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { objectsOf, numberOf, textOf, textsOf } from '../read-json.ts'
import { filterForm } from '../query/select-form.ts'
import type { Filter } from '../query/filter.ts'
import { writeDesign, type DomainDesign, type DomainField } from './domain-design.ts'
import type { DomainChoice } from './domains.ts'

/** Which properties; all that is given must hold. */
export interface GetPropertiesOptions extends CallOptions {
  readonly propertyIds?: readonly number[]
  readonly propertyURIs?: readonly string[]
  readonly domainIds?: readonly number[]
  /** As `Vocabulary` or `SampleSet`. */
  readonly domainKinds?: readonly string[]
  /** On the members of properties, as `filter('measure').eq(true)`. */
  readonly filters?: readonly Filter[]
  /** Looked for in names, labels, descriptions and aliases. */
  readonly search?: string
  /** A member of properties. Default: `propertyId`. */
  readonly sort?: string
  readonly maxRows?: number
  readonly offset?: number
}

/** Which properties, and how much of their use. */
export interface GetPropertyUsagesOptions extends CallOptions {
  readonly propertyIds?: readonly number[]
  readonly propertyURIs?: readonly string[]
  /** The most objects to tell of each. */
  readonly maxUsageCount?: number
}

/** Where a property is used. */
export interface PropertyUsage {
  readonly propertyId: number
  readonly propertyURI: string
  readonly usageCount: number
  /** As LabKey describes runs, materials and data. */
  readonly objects: readonly Readonly<Record<string, unknown>>[]
}

/** A design whose expressions for names are to be checked. */
export interface ValidateNameExpressionsOptions extends CallOptions {
  readonly kind: string
  readonly domainDesign: DomainDesign
  /** With `nameExpression` and its kin. */
  readonly options?: Readonly<Record<string, unknown>>
  /** Whether names are made up as they would be. Default: false. */
  readonly includeNamePreview?: boolean
}

/** What LabKey thinks of expressions for names. */
export interface NameExpressionCheck {
  readonly errors: readonly string[]
  readonly warnings: readonly string[]
  readonly previews: readonly string[]
}

/** `property-getProperties`: labkey-api-js 1.35.3, `src/labkey/Domain.ts`. */
export function getProperties(
  labkey: LabKeyClient,
  options: GetPropertiesOptions,
): Promise<readonly DomainField[]> {
  return ask(
    labkey,
    options,
    {
      name: 'domain.getProperties',
      takes: {
        propertyIds: 'integers',
        propertyURIs: 'texts',
        domainIds: 'integers',
        domainKinds: 'texts',
        filters: 'objects',
        search: 'text',
        sort: 'text',
        maxRows: 'integer',
        offset: 'integer',
      },
      read: 'property-getProperties',
      sends: ({ filters, ...rest }, read) => ({
        json: {
          ...rest,
          filters: filters && filterForm(read).map(([name, value]) => `query.${name}=${value}`),
        },
      }),
    },
    ({ objects }) => objects('data'),
  )
}

/** `property-propertyUsages`: labkey-api-js 1.35.3, `src/labkey/Domain.ts`. */
export function getPropertyUsages(
  labkey: LabKeyClient,
  options: GetPropertyUsagesOptions,
): Promise<readonly PropertyUsage[]> {
  return ask(
    labkey,
    options,
    {
      name: 'domain.getPropertyUsages',
      takes: { propertyIds: 'integers', propertyURIs: 'texts', maxUsageCount: 'integer' },
      get: 'property-propertyUsages',
    },
    ({ objects }) =>
      objects('data').map((usage) => ({
        propertyId: numberOf(usage['propertyId']) ?? 0,
        propertyURI: textOf(usage['propertyURI']) ?? '',
        usageCount: numberOf(usage['usageCount']) ?? 0,
        objects: objectsOf(usage['objects']),
      })),
  )
}

/** `property-validateNameExpressions`: labkey-api-js 1.35.3, `src/labkey/Domain.ts`. */
export function validateNameExpressions(
  labkey: LabKeyClient,
  options: ValidateNameExpressionsOptions,
): Promise<NameExpressionCheck> {
  return ask(
    labkey,
    options,
    {
      name: 'domain.validateNameExpressions',
      takes: {
        kind: 'text!',
        domainDesign: 'object!',
        options: 'object',
        includeNamePreview: 'flag',
      },
      read: 'property-validateNameExpressions',
      sends: (values) => ({
        json: { ...values, domainDesign: writeDesign(values.domainDesign) },
      }),
    },
    ({ json }) => ({
      errors: messagesOf(json['errors']),
      warnings: messagesOf(json['warnings']),
      previews: textsOf(json['previews']),
    }),
  )
}

/** `property-getDomainNamePreviews`: labkey-api-js 1.35.3, `src/labkey/Domain.ts`. */
export function getDomainNamePreviews(
  labkey: LabKeyClient,
  options: DomainChoice,
): Promise<readonly string[]> {
  return ask(
    labkey,
    options,
    {
      name: 'domain.getDomainNamePreviews',
      takes: { schemaName: 'text', queryName: 'text', domainId: 'integer' },
      get: 'property-getDomainNamePreviews',
    },
    ({ texts }) => texts('previews'),
  )
}

function messagesOf(list: unknown): readonly string[] {
  const messages = objectsOf(list).flatMap((item) => textOf(item['message']) ?? [])
  return [...textsOf(list), ...messages]
}
