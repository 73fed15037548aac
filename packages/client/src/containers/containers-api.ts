import type { CallOptions } from '../call-options.ts'
import type {
  CreateContainerOptions,
  DeleteContainerOptions,
  MoveContainerOptions,
  RenameContainerOptions,
} from './change-containers.ts'
import type { Container } from './container.ts'
import type {
  GetContainersOptions,
  GetFoldersOptions,
  GetReadableContainersOptions,
} from './get-containers.ts'
import type {
  FolderType,
  GetModulePropertyOptions,
  Modules,
  SetModulePropertyOptions,
} from './modules.ts'

/** Projects, folders and workbooks, and what is switched on in them. */
export interface ContainersApi {
  /**
   * Describes containers, with those inside of them on request. Parents that the user may not read, but who has
   * something to read within, come with their names alone.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for a container that is not there
   * @example
   * ```ts
   * const [study] = await labkey.containers.getContainers({
   *   containers: ['/Demo Study'],
   *   includeSubfolders: true,
   *   depth: 2,
   * })
   * console.log(study?.title, study?.children?.length)
   * ```
   */
  getContainers(options?: GetContainersOptions): Promise<readonly Container[]>
  /**
   * Lists the call's container and those inside of it, one after the other, without a tree.
   *
   * Servers: all.
   *
   * @example
   * ```ts
   * for (const { path } of await labkey.containers.getFolders({ includeSubfolders: true })) console.log(path)
   * ```
   */
  getFolders(options?: GetFoldersOptions): Promise<readonly Container[]>
  /**
   * Lists the paths of the containers that the user may read.
   *
   * Servers: all.
   *
   * @example
   * ```ts
   * const paths = await labkey.containers.getReadableContainers({ container: '/', includeSubfolders: true })
   * ```
   */
  getReadableContainers(options?: GetReadableContainersOptions): Promise<readonly string[]>
  /**
   * Describes the project that each server has from its beginning.
   *
   * Servers: all.
   *
   * @example
   * ```ts
   * const home = await labkey.containers.getHomeContainer()
   * ```
   */
  getHomeContainer(options?: CallOptions): Promise<Container>
  /**
   * Describes the project whose definitions all others may use.
   *
   * Servers: all.
   *
   * @example
   * ```ts
   * const { id } = await labkey.containers.getSharedContainer()
   * ```
   */
  getSharedContainer(options?: CallOptions): Promise<Container>
  /**
   * Makes a folder, project or workbook inside of the call's container; a project is made in `/`.
   *
   * Servers: all; `ensureModules` from LabKey 20.3 on.
   *
   * @throws {LabKeyPermissionError} for those who are no administrators there
   * @throws {LabKeyServerError} for a name that is taken, or that LabKey does not allow
   * @example
   * ```ts
   * const visits = await labkey.containers.createContainer({
   *   container: '/Demo Study',
   *   name: 'Visits',
   *   folderType: 'Collaboration',
   * })
   * console.log(visits.path)
   * ```
   */
  createContainer(options: CreateContainerOptions): Promise<Container>
  /**
   * Deletes a container for good, with everything inside of it. The container must be named in the call.
   *
   * Servers: all; `comment` from LabKey 23.11 on.
   *
   * @throws {LabKeyPermissionError} for those who are no administrators there
   * @example
   * ```ts
   * await labkey.containers.deleteContainer({ container: '/Demo Study/Visits', comment: 'made by mistake' })
   * ```
   */
  deleteContainer(options: DeleteContainerOptions): Promise<void>
  /**
   * Gives a container another name or title. The container must be named in the call.
   *
   * Servers: LabKey 20.11 and newer.
   *
   * @throws {LabKeyServerError} for a name that is taken, or that LabKey does not allow
   * @example
   * ```ts
   * await labkey.containers.renameContainer({ container: '/Demo Study/Visits', name: 'Old visits' })
   * ```
   */
  renameContainer(options: RenameContainerOptions): Promise<void>
  /**
   * Moves a container into another one, and gives its new path where the server tells it. The container must be
   * named in the call.
   *
   * Servers: all.
   *
   * @throws {LabKeyServerError} for a project, or a destination inside of the container itself
   * @example
   * ```ts
   * const { path } = await labkey.containers.moveContainer({
   *   container: '/Demo Study/Old visits',
   *   destination: '/Archive',
   * })
   * ```
   */
  moveContainer(options: MoveContainerOptions): Promise<{ readonly path?: string }>
  /**
   * Lists the types that a folder can have.
   *
   * Servers: all.
   *
   * @example
   * ```ts
   * const types = await labkey.containers.getFolderTypes()
   * console.log(types.map(({ name }) => name))
   * ```
   */
  getFolderTypes(options?: CallOptions): Promise<readonly FolderType[]>
  /**
   * Lists the modules of the server, and which of them are switched on in the container.
   *
   * Servers: all.
   *
   * @example
   * ```ts
   * const { folderType, modules } = await labkey.containers.getModules({ container: '/Demo Study' })
   * console.log(folderType, modules.filter(({ active }) => active).length)
   * ```
   */
  getModules(options?: CallOptions): Promise<Modules>
  /**
   * Reads a property of a module as it counts in the container: its own value, or what a parent hands down;
   * `undefined` where there is none.
   *
   * Servers: all.
   *
   * @example
   * ```ts
   * const group = await labkey.containers.getModuleProperty({ module: 'ehr', property: 'defaultGroup' })
   * ```
   */
  getModuleProperty(options: GetModulePropertyOptions): Promise<unknown>
  /**
   * Sets a property of a module for the container.
   *
   * Servers: all.
   *
   * @throws {LabKeyPermissionError} for those who may not set this property
   * @example
   * ```ts
   * await labkey.containers.setModuleProperty({ module: 'ehr', property: 'defaultGroup', value: 'Staff' })
   * ```
   */
  setModuleProperty(options: SetModulePropertyOptions): Promise<void>
}
