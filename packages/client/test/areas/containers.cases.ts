// Answers in the form of `Container.toJSON`, LabKey 24.11.
import type { ContainersApi } from '@wellkey/client/containers'
import type { Cases } from './area-case.ts'

const read = 'org.labkey.api.security.permissions.ReadPermission'

const visits = {
  id: '6a2d8c1c-3f6e-103d-a1f2-000000000002',
  name: 'Visits',
  path: '/Demo Study/Visits',
  title: 'Visits',
  parentId: '6a2d8c1c-3f6e-103d-a1f2-000000000001',
  parentPath: '/Demo Study',
  type: 'folder',
  isWorkbook: false,
  folderType: 'Collaboration',
  activeModules: ['Core', 'Query'],
  effectivePermissions: [read],
  sortOrder: 0,
}
const study = {
  ...visits,
  id: visits.parentId,
  name: 'Demo Study',
  path: '/Demo Study',
  title: 'Demo Study',
  parentPath: '/',
}
const onTheWire = { ...visits, formats: { dateFormat: 'yyyy-MM-dd' }, iconHref: '/folder.png' }

export const containersCases: Cases<ContainersApi> = {
  getContainers: {
    options: {
      containers: ['/Demo Study', '/Archive'],
      includeSubfolders: true,
      depth: 2,
      containerFilter: 'AllFolders',
      includeEffectivePermissions: true,
      includeStandardProperties: true,
      includeWorkbookChildren: false,
      moduleProperties: ['*'],
    },
    asks: 'GET /Demo Study/project-getContainers',
    params: [
      ['container', '/Demo Study'],
      ['container', '/Archive'],
      ['multipleContainers', 'true'],
      ['includeSubfolders', 'true'],
      ['depth', '2'],
      ['containerFilter', 'AllFolders'],
      ['includeEffectivePermissions', 'true'],
      ['includeStandardProperties', 'true'],
      ['includeWorkbookChildren', 'false'],
      ['moduleProperties', '*'],
    ],
    answer: {
      containers: [
        { ...study, children: [onTheWire] },
        { id: 'x', path: '/Archive' },
      ],
    },
    gives: [
      { ...study, children: [visits] },
      { id: 'x', path: '/Archive', name: '' },
    ],
  },
  getFolders: {
    options: { includeSubfolders: true, depth: 1 },
    asks: 'GET /Demo Study/project-getContainers',
    params: [
      ['includeSubfolders', 'true'],
      ['depth', '1'],
      ['includeEffectivePermissions', 'true'],
    ],
    answer: { ...study, children: [onTheWire] },
    gives: [study, visits],
  },
  getReadableContainers: {
    options: { container: '/', includeSubfolders: true, depth: 3 },
    asks: 'GET /project-getReadableContainers',
    params: [
      ['includeSubfolders', 'true'],
      ['depth', '3'],
    ],
    answer: { containers: ['/home', '/Demo Study'] },
    gives: ['/home', '/Demo Study'],
  },
  getHomeContainer: {
    options: {},
    asks: 'GET /Demo Study/project-getContainers',
    params: [['container', '/home']],
    answer: { id: 'h', name: 'home', path: '/home' },
    gives: { id: 'h', name: 'home', path: '/home' },
  },
  getSharedContainer: {
    options: { timeoutMs: 5000 },
    asks: 'GET /Demo Study/project-getContainers',
    params: [['container', '/Shared']],
    answer: { id: 's', name: 'Shared', path: '/Shared' },
    gives: { id: 's', name: 'Shared', path: '/Shared' },
  },
  createContainer: {
    options: {
      name: 'Visits',
      title: 'All visits',
      description: 'by year',
      folderType: 'Collaboration',
      isWorkbook: false,
      type: 'folder',
      ensureModules: ['Query'],
    },
    asks: 'POST /Demo Study/core-createContainer',
    json: {
      name: 'Visits',
      title: 'All visits',
      description: 'by year',
      folderType: 'Collaboration',
      isWorkbook: false,
      type: 'folder',
      ensureModules: ['Query'],
    },
    answer: onTheWire,
    gives: visits,
  },
  deleteContainer: {
    options: { container: '/Demo Study/Visits', comment: 'by mistake' },
    asks: 'POST /Demo Study/Visits/core-deleteContainer',
    json: { comment: 'by mistake' },
    answer: {},
    gives: undefined,
  },
  renameContainer: {
    options: { container: '/Demo Study/Visits', name: 'Old', title: 'Old visits', addAlias: false },
    asks: 'POST /Demo Study/Visits/admin-renameContainer',
    json: { name: 'Old', title: 'Old visits', addAlias: false },
    answer: onTheWire,
    gives: undefined,
  },
  moveContainer: {
    options: { container: '/Demo Study/Visits', destination: '/Archive', addAlias: true },
    asks: 'POST /Demo Study/Visits/core-moveContainer',
    json: { container: '/Demo Study/Visits', parent: '/Archive', addAlias: true },
    answer: { success: true, newPath: '/Archive/Visits' },
    gives: { path: '/Archive/Visits' },
  },
  getFolderTypes: {
    options: {},
    asks: 'POST /Demo Study/core-getFolderTypes',
    json: {},
    answer: {
      Collaboration: {
        name: 'Collaboration',
        label: 'Collaboration',
        description: 'Talk and share',
        defaultModule: 'Core',
        activeModules: ['Core'],
        workbookType: false,
        preferredWebParts: [],
        requiredWebParts: [],
      },
    },
    gives: [
      {
        name: 'Collaboration',
        label: 'Collaboration',
        description: 'Talk and share',
        defaultModule: 'Core',
        activeModules: ['Core'],
        workbookType: false,
      },
    ],
  },
  getModules: {
    options: { container: '/Archive' },
    asks: 'POST /Archive/admin-getModules',
    json: {},
    answer: {
      folderType: 'Study',
      modules: [
        {
          name: 'Study',
          active: true,
          enabled: true,
          required: false,
          requireSitePermission: false,
          tabName: 'Study',
        },
      ],
    },
    gives: {
      folderType: 'Study',
      modules: [
        {
          name: 'Study',
          active: true,
          enabled: true,
          required: false,
          requireSitePermission: false,
          tabName: 'Study',
        },
      ],
    },
  },
  getModuleProperty: {
    options: { module: 'ehr', property: 'defaultGroup' },
    asks: 'GET /Demo Study/project-getContainers',
    params: [['moduleProperties', 'ehr']],
    answer: {
      ...onTheWire,
      moduleProperties: [
        { module: 'EHR', name: 'other', value: null, effectiveValue: 'no' },
        { module: 'EHR', name: 'defaultGroup', value: null, effectiveValue: 'Staff' },
      ],
    },
    gives: 'Staff',
  },
  setModuleProperty: {
    options: { module: 'ehr', property: 'defaultGroup', value: 'Staff' },
    asks: 'POST /Demo Study/core-saveModuleProperties',
    json: {
      properties: [
        {
          moduleName: 'ehr',
          propName: 'defaultGroup',
          value: 'Staff',
          userId: 0,
          currentContainer: true,
        },
      ],
    },
    answer: { success: true },
    gives: undefined,
  },
}
