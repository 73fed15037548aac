import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { writeDesign, type DomainDesign, type DomainField } from '../domain/domain-design.ts'

/** A list to make. */
export interface CreateListOptions extends CallOptions {
  readonly name: string
  /** The field that is the key. */
  readonly keyName: string
  /** What the key holds, in words inferred from LabKey's list designer. Default: `AutoIncrementInteger`. */
  readonly keyType?: 'AutoIncrementInteger' | 'Integer' | 'Varchar'
  readonly description?: string
  /** The fields besides the key. Default: none. */
  readonly fields?: readonly DomainField[]
  /** What lists know besides, as `{ titleColumn: 'Name' }`. */
  readonly options?: Readonly<Record<string, unknown>>
}

/** `property-createDomain` of a list: labkey-api-js 1.35.3, `src/labkey/List.ts`. */
export function createList(
  labkey: LabKeyClient,
  options: CreateListOptions,
): Promise<DomainDesign> {
  return ask(
    labkey,
    options,
    {
      name: 'list.createList',
      takes: {
        name: 'text!',
        keyName: 'text!',
        keyType: 'AutoIncrementInteger|Integer|Varchar',
        description: 'text',
        fields: 'objects',
        options: 'object',
      },
      post: 'property-createDomain',
      sends: (values) => {
        const { name, keyName, keyType = 'AutoIncrementInteger', description, fields } = values
        const own = fields ?? []
        const key = own.some((field) => field.name === keyName)
          ? []
          : [{ name: keyName, rangeURI: keyType === 'Varchar' ? 'string' : 'int' }]
        return {
          json: {
            kind: keyType === 'Varchar' ? 'VarList' : 'IntList',
            domainDesign: writeDesign({
              name,
              ...(description !== undefined && { description }),
              fields: [...key, ...own],
            }),
            options: { ...values.options, keyName, keyType },
          },
        }
      },
    },
    ({ json }) => json,
  )
}
