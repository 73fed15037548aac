import type { DeleteStorageItemOptions, StorageItem, StorageItemOptions } from './storage-items.ts'

/** Freezers, and what stands in them. */
export interface StorageApi {
  /**
   * Makes a storage item; its `rowId` is in `data`.
   *
   * Servers: LabKey 22.8 and newer, with the premium module Inventory (Freezer Manager).
   *
   * @throws {LabKeyNotFoundError} where the server has not got the module
   * @example
   * ```ts
   * const { data } = await labkey.storage.createStorageItem({ type: 'Freezer', props: { name: 'F1' } })
   * const shelf = { name: 'S1', locationId: data['rowId'] }
   * await labkey.storage.createStorageItem({ type: 'Shelf', props: shelf })
   * ```
   */
  createStorageItem(options: StorageItemOptions): Promise<StorageItem>
  /**
   * Changes the item with the `rowId` of `props`; another `locationId` moves it.
   *
   * Servers: LabKey 22.8 and newer, with the premium module Inventory (Freezer Manager).
   *
   * @throws {LabKeyNotFoundError} where the server has not got the module
   * @example
   * ```ts
   * await labkey.storage.updateStorageItem({ type: 'Freezer', props: { rowId: 8087, status: 'Defrosting' } })
   * ```
   */
  updateStorageItem(options: StorageItemOptions): Promise<StorageItem>
  /**
   * Deletes an item with everything in it; samples stay, and are stored nowhere any more.
   *
   * Servers: LabKey 22.8 and newer, with the premium module Inventory (Freezer Manager).
   *
   * @throws {LabKeyNotFoundError} where the server has not got the module
   * @example
   * ```ts
   * await labkey.storage.deleteStorageItem({ type: 'Freezer', rowId: 8087 })
   * ```
   */
  deleteStorageItem(options: DeleteStorageItemOptions): Promise<void>
}
