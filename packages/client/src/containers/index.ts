export {
  createContainer,
  deleteContainer,
  moveContainer,
  renameContainer,
} from './change-containers.ts'
export {
  getContainers,
  getFolders,
  getHomeContainer,
  getReadableContainers,
  getSharedContainer,
} from './get-containers.ts'
export { getFolderTypes, getModuleProperty, getModules, setModuleProperty } from './modules.ts'
export type {
  CreateContainerOptions,
  DeleteContainerOptions,
  MoveContainerOptions,
  RenameContainerOptions,
} from './change-containers.ts'
export type { Container, ModulePropertyValue } from './container.ts'
export type { ContainersApi } from './containers-api.ts'
export type {
  GetContainersOptions,
  GetFoldersOptions,
  GetReadableContainersOptions,
} from './get-containers.ts'
export type {
  FolderType,
  GetModulePropertyOptions,
  Modules,
  ServerModule,
  SetModulePropertyOptions,
} from './modules.ts'
