import { jsonResponse } from '../http/responses.ts'
import { folderModules, folderType } from '../site/container-json.ts'
import type { Action } from './action.ts'

/** `core-getFolderTypes.api`: the one type that folders have here, by its name. */
export const getFolderTypes: Action = {
  name: 'core-getFolderTypes',
  answers: 'json',
  method: 'read',
  needs: 'read',
  handle: () =>
    jsonResponse({
      [folderType]: {
        name: folderType,
        label: folderType,
        description: 'Tables, queries and files.',
        defaultModule: 'Core',
        activeModules: folderModules,
        requiredWebParts: [],
        preferredWebParts: [],
        workbookType: false,
        hasRestrictedModule: false,
      },
    }),
}

/** `admin-getModules.api`: the modules of the container. All are there always. */
export const getModules: Action = {
  name: 'admin-getModules',
  answers: 'json',
  method: 'read',
  needs: 'read',
  handle: () =>
    jsonResponse({
      folderType,
      modules: folderModules.map((name) => ({
        name,
        tabName: name,
        active: true,
        enabled: true,
        required: true,
        requireSitePermission: false,
      })),
    }),
}
