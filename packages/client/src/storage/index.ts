export { createStorageItem, deleteStorageItem, updateStorageItem } from './storage-items.ts'
export type { StorageApi } from './storage-api.ts'
export type {
  DeleteStorageItemOptions,
  StorageItem,
  StorageItemOptions,
  StorageType,
} from './storage-items.ts'
