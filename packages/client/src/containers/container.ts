import { NotFound } from '../found.ts'
import { isObject, numberOf, objectsOf, present, textOf, textsOf, type Json } from '../read-json.ts'

/** A project, folder, workbook or tab. */
export interface Container {
  /** A GUID. */
  readonly id: string
  /** `/` of the root is empty. */
  readonly name: string
  /** As `/Project/Folder`. */
  readonly path: string
  /** For people. Absent where only the least was asked for. */
  readonly title?: string
  readonly parentId?: string
  readonly parentPath?: string
  readonly description?: string
  /** `project`, `folder`, `workbook`, `tab` …, as the server says. */
  readonly type?: string
  readonly isWorkbook?: boolean
  readonly folderType?: string
  readonly activeModules?: readonly string[]
  /** Class names, as `org.labkey.api.security.permissions.ReadPermission`. */
  readonly effectivePermissions?: readonly string[]
  readonly moduleProperties?: readonly ModulePropertyValue[]
  readonly startUrl?: string
  readonly sortOrder?: number
  /** Absent where none were asked for. */
  readonly children?: readonly Container[]
}

/** A module's property in a container. */
export interface ModulePropertyValue {
  readonly module: string
  readonly name: string
  /** Set for this very container. */
  readonly value?: unknown
  /** That, or what a parent hands down. */
  readonly effectiveValue?: unknown
}

/** Reads a container as LabKey writes it (`Container.toJSON` of LabKey 24.11, contract 5.1). */
export function containerOf(json: Json): Container {
  const id = textOf(json['id'])
  const path = textOf(json['path'])
  if (id === undefined || path === undefined) throw new NotFound(id === undefined ? 'id' : 'path')
  const { isWorkbook, activeModules, effectivePermissions, moduleProperties, children } = json
  return {
    id,
    path,
    name: textOf(json['name']) ?? '',
    ...present({
      title: textOf(json['title']),
      parentId: textOf(json['parentId']),
      parentPath: textOf(json['parentPath']),
      description: textOf(json['description']),
      type: textOf(json['type']),
      isWorkbook: typeof isWorkbook === 'boolean' ? isWorkbook : undefined,
      folderType: textOf(json['folderType']),
      activeModules: Array.isArray(activeModules) ? textsOf(activeModules) : undefined,
      effectivePermissions: Array.isArray(effectivePermissions)
        ? textsOf(effectivePermissions)
        : undefined,
      moduleProperties: Array.isArray(moduleProperties)
        ? objectsOf(moduleProperties).map(propertyOf)
        : undefined,
      startUrl: textOf(json['startUrl']),
      sortOrder: numberOf(json['sortOrder']),
      children: Array.isArray(children) ? children.filter(isObject).map(containerOf) : undefined,
    }),
  }
}

function propertyOf(json: Json): ModulePropertyValue {
  const { module, name, value, effectiveValue } = json
  return {
    module: textOf(module) ?? '',
    name: textOf(name) ?? '',
    ...present({ value, effectiveValue }),
  }
}
