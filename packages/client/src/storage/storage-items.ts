import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { isObject, present, textOf } from '../read-json.ts'

/** The kinds of storage items. */
export type StorageType =
  | 'Physical Location'
  | 'Freezer'
  | 'Primary Storage'
  | 'Shelf'
  | 'Rack'
  | 'Canister'
  | 'Storage Unit Type'
  | 'Terminal Storage Location'

/** An item as it is to be. */
export interface StorageItemOptions extends CallOptions {
  readonly type: StorageType
  /**
   * By type: `name`, `description`, `locationId` (the `rowId` of the parent), `typeId`, `unitType`, `rows`, `cols`,
   * `positionFormat`, `serialNumber`, `temperature` …; a change needs the item's `rowId`.
   */
  readonly props: Readonly<Record<string, unknown>>
}

/** Which item. */
export interface DeleteStorageItemOptions extends CallOptions {
  readonly type: StorageType
  readonly rowId: number
}

/** What LabKey says of an item. */
export interface StorageItem {
  /** The item as it is now, `rowId` among it. */
  readonly data: Readonly<Record<string, unknown>>
  readonly message?: string
}

const types =
  'Physical Location|Freezer|Primary Storage|Shelf|Rack|Canister|Storage Unit Type|Terminal Storage Location'

/** `storage-create`: labkey-api-js 1.35.3, `src/labkey/Storage.ts`. */
export function createStorageItem(
  labkey: LabKeyClient,
  options: StorageItemOptions,
): Promise<StorageItem> {
  return change(labkey, options, 'create')
}

/** `storage-update`: labkey-api-js 1.35.3, `src/labkey/Storage.ts`. */
export function updateStorageItem(
  labkey: LabKeyClient,
  options: StorageItemOptions,
): Promise<StorageItem> {
  return change(labkey, options, 'update')
}

/** `storage-delete`: labkey-api-js 1.35.3, `src/labkey/Storage.ts`. */
export function deleteStorageItem(
  labkey: LabKeyClient,
  options: DeleteStorageItemOptions,
): Promise<void> {
  return ask(
    labkey,
    options,
    {
      name: 'storage.deleteStorageItem',
      takes: { type: `${types}!`, rowId: 'integer!' },
      post: 'storage-delete',
      sends: ({ type, rowId }) => ({ json: { type, props: { rowId } } }),
    },
    () => undefined,
  )
}

function change(
  labkey: LabKeyClient,
  options: StorageItemOptions,
  action: 'create' | 'update',
): Promise<StorageItem> {
  return ask(
    labkey,
    options,
    {
      name: `storage.${action}StorageItem`,
      takes: { type: `${types}!`, props: 'object!' },
      post: `storage-${action}`,
      sends: (json, read) => {
        if (action === 'update' && typeof json.props['rowId'] !== 'number') {
          read.refuse('props', 'an object with a rowId')
        }
        return { json }
      },
    },
    ({ json }) => ({
      data: isObject(json['data']) ? json['data'] : {},
      ...present({ message: textOf(json['message']) }),
    }),
  )
}
