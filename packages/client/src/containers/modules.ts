import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { isObject, present, textOf, textsOf } from '../read-json.ts'
import { containerOf } from './container.ts'

/** A kind of folder. */
export interface FolderType {
  /** The name that `createContainer` takes. */
  readonly name: string
  /** For people. */
  readonly label: string
  readonly description?: string
  readonly defaultModule?: string
  /** Switched on in each folder of this type. */
  readonly activeModules: readonly string[]
  readonly workbookType: boolean
}

/** A module of the server, as it stands in one container. */
export interface ServerModule {
  readonly name: string
  readonly active: boolean
  /** Switched on by default. */
  readonly enabled: boolean
  /** The folder type does not go without it. */
  readonly required: boolean
  readonly requireSitePermission: boolean
  readonly tabName?: string
}

/** The modules of a container. */
export interface Modules {
  readonly folderType: string
  readonly modules: readonly ServerModule[]
}

/** Which property of which module. */
export interface GetModulePropertyOptions extends CallOptions {
  readonly module: string
  readonly property: string
}

/** A property of a module, and its value in the container. */
export interface SetModulePropertyOptions extends GetModulePropertyOptions {
  readonly value: string
}

/** `core-getFolderTypes`: labkey-api-js 1.35.3, `src/labkey/security/Container.ts`. */
export function getFolderTypes(
  labkey: LabKeyClient,
  options?: CallOptions,
): Promise<readonly FolderType[]> {
  return ask(
    labkey,
    options,
    { name: 'containers.getFolderTypes', takes: {}, read: 'core-getFolderTypes' },
    ({ json }) =>
      Object.entries(json).flatMap(([name, type]) =>
        isObject(type)
          ? [
              {
                name: textOf(type['name']) ?? name,
                label: textOf(type['label']) ?? name,
                activeModules: textsOf(type['activeModules']),
                workbookType: type['workbookType'] === true,
                ...present({
                  description: textOf(type['description']),
                  defaultModule: textOf(type['defaultModule']),
                }),
              },
            ]
          : [],
      ),
  )
}

/** `admin-getModules`: labkey-api-js 1.35.3, `src/labkey/security/Container.ts`. */
export function getModules(labkey: LabKeyClient, options?: CallOptions): Promise<Modules> {
  return ask(
    labkey,
    options,
    { name: 'containers.getModules', takes: {}, read: 'admin-getModules' },
    ({ json, objects }) => ({
      folderType: textOf(json['folderType']) ?? '',
      modules: objects('modules').map((module) => ({
        name: textOf(module['name']) ?? '',
        active: module['active'] === true,
        enabled: module['enabled'] === true,
        required: module['required'] === true,
        requireSitePermission: module['requireSitePermission'] === true,
        ...present({ tabName: textOf(module['tabName']) }),
      })),
    }),
  )
}

/** Rlabkey 3.4.6, `R/labkey.moduleProperty.R`: out of `project-getContainers`. */
export function getModuleProperty(
  labkey: LabKeyClient,
  options: GetModulePropertyOptions,
): Promise<unknown> {
  return ask(
    labkey,
    options,
    {
      name: 'containers.getModuleProperty',
      takes: { module: 'text!', property: 'text!' },
      get: 'project-getContainers',
      sends: ({ module }) => ({ params: { moduleProperties: module } }),
    },
    ({ json }, { module, property }) =>
      containerOf(json).moduleProperties?.find(
        (own) => own.module.toLowerCase() === module.toLowerCase() && own.name === property,
      )?.effectiveValue,
  )
}

/** `core-saveModuleProperties`: Rlabkey 3.4.6, `R/labkey.moduleProperty.R`. */
export function setModuleProperty(
  labkey: LabKeyClient,
  options: SetModulePropertyOptions,
): Promise<void> {
  return ask(
    labkey,
    options,
    {
      name: 'containers.setModuleProperty',
      takes: { module: 'text!', property: 'text!', value: 'text!' },
      post: 'core-saveModuleProperties',
      sends: ({ module, property, value }) => ({
        // 0: for everybody. LabKey has no page for values of single users.
        json: {
          properties: [
            { moduleName: module, propName: property, value, userId: 0, currentContainer: true },
          ],
        },
      }),
    },
    () => undefined,
  )
}
