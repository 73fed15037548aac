import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import type { Found } from '../found.ts'
import { containerFilters, type ContainerFilter } from '../query/container-filter.ts'
import { containerOf, type Container } from './container.ts'

/** Which containers, and what of them. */
export interface GetContainersOptions extends CallOptions {
  /** Paths or ids. Default: the container of the call alone. */
  readonly containers?: readonly string[]
  /** Those inside of them, too. Default: false. */
  readonly includeSubfolders?: boolean
  /** How many levels of subfolders. Default: all. */
  readonly depth?: number
  /** Instead of `containers`: all those that the filter reaches from the call's container. */
  readonly containerFilter?: ContainerFilter
  /** Default: true. */
  readonly includeEffectivePermissions?: boolean
  /** False for id, name and path alone. Default: true. */
  readonly includeStandardProperties?: boolean
  /** Default: true. */
  readonly includeWorkbookChildren?: boolean
  /** Modules whose properties are wanted; `*` for all. Default: none. */
  readonly moduleProperties?: readonly string[]
}

/** Which containers to name. */
export interface GetReadableContainersOptions extends CallOptions {
  /** Default: false. */
  readonly includeSubfolders?: boolean
  /** How many levels of subfolders. Default: all. */
  readonly depth?: number
}

/** From where on. */
export interface GetFoldersOptions extends CallOptions {
  /** Those in subfolders, too. Default: false. */
  readonly includeSubfolders?: boolean
  /** How many levels. Default: all. */
  readonly depth?: number
}

const action = 'project-getContainers'

/**
 * `project-getContainers`: labkey-api-js 1.35.3, `src/labkey/security/Container.ts`; LabKey 24.11,
 * `ProjectController.GetContainersAction`.
 */
export function getContainers(
  labkey: LabKeyClient,
  options?: GetContainersOptions,
): Promise<readonly Container[]> {
  return ask(
    labkey,
    options,
    {
      name: 'containers.getContainers',
      takes: {
        containers: 'texts',
        includeSubfolders: 'flag',
        depth: 'integer',
        containerFilter: containerFilters.join('|') as `${string}|${string}`,
        includeEffectivePermissions: 'flag',
        includeStandardProperties: 'flag',
        includeWorkbookChildren: 'flag',
        moduleProperties: 'texts',
      },
      get: action,
      sends: ({ containers, ...rest }) => ({
        params: { container: containers, multipleContainers: true, ...rest },
      }),
    },
    ({ objects }) => objects('containers').map(containerOf),
  )
}

/** Rlabkey 3.4.6, `R/labkey.getFolders.R`: the containers of `project-getContainers` in one list. */
export function getFolders(
  labkey: LabKeyClient,
  options?: GetFoldersOptions,
): Promise<readonly Container[]> {
  return ask(
    labkey,
    options,
    {
      name: 'containers.getFolders',
      takes: { includeSubfolders: 'flag', depth: 'integer' },
      get: action,
      sends: (values) => ({ params: { ...values, includeEffectivePermissions: true } }),
    },
    ({ json }) => flat(containerOf(json)),
  )
}

/** `project-getReadableContainers`: labkey-api-js 1.35.3, `src/labkey/security/Container.ts`. */
export function getReadableContainers(
  labkey: LabKeyClient,
  options?: GetReadableContainersOptions,
): Promise<readonly string[]> {
  return ask(
    labkey,
    options,
    {
      name: 'containers.getReadableContainers',
      takes: { includeSubfolders: 'flag', depth: 'integer' },
      get: 'project-getReadableContainers',
    },
    ({ texts }) => texts('containers'),
  )
}

/** The project of this name is made with the server (LabKey 24.11, `ContainerManager.HOME_PROJECT_PATH`). */
export function getHomeContainer(labkey: LabKeyClient, options?: CallOptions): Promise<Container> {
  return ask(labkey, options, named('getHomeContainer', '/home'), only)
}

/** The project of this name is made with the server (LabKey 24.11, `ContainerManager.SHARED_CONTAINER_PATH`). */
export function getSharedContainer(
  labkey: LabKeyClient,
  options?: CallOptions,
): Promise<Container> {
  return ask(labkey, options, named('getSharedContainer', '/Shared'), only)
}

const named = (name: string, container: string) => ({
  name: `containers.${name}`,
  takes: {},
  get: action,
  sends: () => ({ params: { container } }),
})

const only = ({ json }: Found) => containerOf(json)

function flat(container: Container): readonly Container[] {
  const { children = [], ...own } = container
  return [own, ...children.flatMap(flat)]
}
