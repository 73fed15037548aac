import type { ContainersApi } from './containers/containers-api.ts'
import type { LabKeyClient } from './create-client.ts'
import { createUse } from './create-use.ts'
import type { DataViewsApi } from './data-views/data-views-api.ts'
import type { DomainApi } from './domain/domain-api.ts'
import type { FilesApi } from './files/files-api.ts'
import type { ListApi } from './list/list-api.ts'
import type { MessagesApi } from './messages/messages-api.ts'
import type { ParticipantGroupsApi } from './participant-groups/participant-groups-api.ts'
import type { PipelineApi } from './pipeline/pipeline-api.ts'
import type { ReportsApi } from './reports/reports-api.ts'
import type { SecurityApi } from './security/security-api.ts'
import type { SpecimenApi } from './specimen/specimen-api.ts'
import type { VisualizationApi } from './visualization/visualization-api.ts'
import type { AssayApi } from './assay/assay-api.ts'
import type { ExperimentApi } from './experiment/experiment-api.ts'
import type { StorageApi } from './storage/storage-api.ts'

/** What LabKey can do besides queries and keys, by its areas. */
export interface Areas {
  /** Projects, folders and workbooks, and what is switched on in them. */
  readonly containers: ContainersApi
  /** What the page "Data Views" of a folder lists. */
  readonly dataViews: DataViewsApi
  /** The designs of tables that users define: lists, datasets, sample types, data classes. */
  readonly domain: DomainApi
  /** Files of a container. */
  readonly files: FilesApi
  /** Lists. */
  readonly list: ListApi
  /** E-mails that the server sends. */
  readonly messages: MessagesApi
  /** Groups of a study's participants. */
  readonly participantGroups: ParticipantGroupsApi
  /** Work that the server does in its own time. */
  readonly pipeline: PipelineApi
  /** Scripts, mostly in R, that the server runs. */
  readonly reports: ReportsApi
  /** Who one is, and, for administrators, who there is and who may do what. */
  readonly security: SecurityApi
  /** Requests for specimens of a study's repositories. */
  readonly specimen: SpecimenApi
  /** Charts, and the data for them. */
  readonly visualization: VisualizationApi
  /** Assay designs and their runs. */
  readonly assay: AssayApi
  /** Runs, and what they were made of and have made. */
  readonly experiment: ExperimentApi
  /** Freezers, and what stands in them. */
  readonly storage: StorageApi
}

/** The functions that an area is made of: those of its interface, with the client in front. */
type Functions<Api> = {
  readonly [Name in keyof Api]: Api[Name] extends (...args: infer Args) => infer Result
    ? (labkey: LabKeyClient, ...args: Args) => Result
    : never
}

/** Names every function of an area, so that none can be forgotten. */
type Names<Api> = Readonly<Record<keyof Api, 1>>

/**
 * Makes the areas of a client. Names are all that the client carries of them: what an area is made of is
 * loaded when its first function is called.
 */
export function createAreas(labkey: () => LabKeyClient): Areas {
  const area = <Api extends object>(load: () => Promise<Functions<Api>>, names: Names<Api>): Api =>
    bindArea(labkey, load, Object.keys(names))
  return {
    containers: area<ContainersApi>(() => import('./containers/index.ts'), {
      getContainers: 1,
      createContainer: 1,
      deleteContainer: 1,
      renameContainer: 1,
      moveContainer: 1,
      getFolders: 1,
      getReadableContainers: 1,
      getFolderTypes: 1,
      getModules: 1,
      getModuleProperty: 1,
      setModuleProperty: 1,
      getHomeContainer: 1,
      getSharedContainer: 1,
    }),
    dataViews: area<DataViewsApi>(() => import('./data-views/index.ts'), {
      getDataViews: 1,
    }),
    domain: area<DomainApi>(() => import('./domain/index.ts'), {
      createDomain: 1,
      createAndLoad: 1,
      getDomain: 1,
      getDomainDetails: 1,
      saveDomain: 1,
      updateDomain: 1,
      dropDomain: 1,
      listDomains: 1,
      inferFields: 1,
      getProperties: 1,
      getPropertyUsages: 1,
      validateNameExpressions: 1,
      getDomainNamePreviews: 1,
    }),
    files: area<FilesApi>(() => import('./files/index.ts'), {
      list: 1,
      stat: 1,
      exists: 1,
      download: 1,
      downloadTo: 1,
      upload: 1,
      createDirectory: 1,
      remove: 1,
      move: 1,
      copy: 1,
      sync: 1,
    }),
    list: area<ListApi>(() => import('./list/index.ts'), {
      createList: 1,
    }),
    messages: area<MessagesApi>(() => import('./messages/index.ts'), {
      sendMessage: 1,
    }),
    participantGroups: area<ParticipantGroupsApi>(() => import('./participant-groups/index.ts'), {
      updateParticipantGroup: 1,
    }),
    pipeline: area<PipelineApi>(() => import('./pipeline/index.ts'), {
      getFileStatus: 1,
      getProtocols: 1,
      startAnalysis: 1,
      getPipelineContainer: 1,
      notifyFiles: 1,
      runTransform: 1,
      resetTransformState: 1,
      updateTransformConfiguration: 1,
    }),
    reports: area<ReportsApi>(() => import('./reports/index.ts'), {
      executeReport: 1,
      executeFunction: 1,
      createSession: 1,
      deleteSession: 1,
      getSessions: 1,
    }),
    security: area<SecurityApi>(() => import('./security/index.ts'), {
      whoAmI: 1,
      impersonateUser: 1,
      stopImpersonating: 1,
      getUsers: 1,
      createUser: 1,
      activateUsers: 1,
      deactivateUsers: 1,
      deleteUsers: 1,
      resetPassword: 1,
      listGroups: 1,
      addGroupMembers: 1,
      removeGroupMembers: 1,
      getRoles: 1,
      addRole: 1,
      removeRole: 1,
      ensureLogin: 1,
      logOut: 1,
      getUsersWithPermissions: 1,
      createGroup: 1,
      deleteGroup: 1,
      renameGroup: 1,
      getGroupsForCurrentUser: 1,
      getGroupPermissions: 1,
      getUserPermissions: 1,
      hasPermission: 1,
      getPolicy: 1,
      savePolicy: 1,
      deletePolicy: 1,
      getSecurableResources: 1,
      getSchemaPermissions: 1,
    }),
    specimen: area<SpecimenApi>(() => import('./specimen/index.ts'), {
      getOpenRequests: 1,
      getRequest: 1,
      cancelRequest: 1,
      addSpecimensToRequest: 1,
      addVialsToRequest: 1,
      removeVialsFromRequest: 1,
      getProvidingLocations: 1,
      getRepositories: 1,
      getVialsByRowId: 1,
      getVialTypeSummary: 1,
      getSpecimenWebPartGroups: 1,
    }),
    visualization: area<VisualizationApi>(() => import('./visualization/index.ts'), {
      getVisualization: 1,
      saveVisualization: 1,
      getData: 1,
      getMeasures: 1,
      getTypes: 1,
      getDimensions: 1,
      getDimensionValues: 1,
    }),
    assay: area<AssayApi>(() => import('./assay/index.ts'), {
      getAssays: 1,
      getAssayById: 1,
      getAssayByName: 1,
      getAssaysByType: 1,
      importRun: 1,
      getAssayRun: 1,
      getProtocol: 1,
      saveProtocol: 1,
      getNabRuns: 1,
      getStudyNabRuns: 1,
      getStudyNabGraphUrl: 1,
    }),
    experiment: area<ExperimentApi>(() => import('./experiment/index.ts'), {
      saveBatch: 1,
      saveBatches: 1,
      loadBatch: 1,
      loadBatches: 1,
      saveRuns: 1,
      loadRuns: 1,
      saveMaterials: 1,
      derive: 1,
      lineage: 1,
      resolve: 1,
      createHiddenRunGroup: 1,
      exportRuns: 1,
      getEntitySequence: 1,
      setEntitySequence: 1,
      startRecording: 1,
      addRecordingStep: 1,
      stopRecording: 1,
    }),
    storage: area<StorageApi>(() => import('./storage/index.ts'), {
      createStorageItem: 1,
      updateStorageItem: 1,
      deleteStorageItem: 1,
    }),
  }
}

function bindArea<Api extends object>(
  labkey: () => LabKeyClient,
  load: () => Promise<Functions<Api>>,
  names: readonly string[],
): Api {
  // Each function of an area is of this form; what it takes and gives stands in `Api`.
  const use = createUse(load as () => Promise<Readonly<Record<string, AreaFunction>>>)
  const bound = names.map((name) => [
    name,
    (options: unknown) => use(options, (functions, own) => functions[name]?.(labkey(), own)),
  ])
  return Object.freeze(Object.fromEntries(bound)) as Api
}

type AreaFunction = (labkey: LabKeyClient, options: unknown) => Promise<unknown>
