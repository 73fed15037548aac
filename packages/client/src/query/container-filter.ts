/** Where else than in its own container a query looks for rows (contract 4.4). */
export const containerFilters = [
  'Current',
  'CurrentWithUser',
  'CurrentAndFirstChildren',
  'CurrentAndSubfolders',
  'CurrentAndSubfoldersPlusShared',
  'CurrentAndSiblings',
  'CurrentOrParentAndWorkbooks',
  'CurrentPlusProject',
  'CurrentAndParents',
  'CurrentPlusProjectAndShared',
  'Project',
  'AssayLocation',
  'WorkbookAndParent',
  'StudyAndSourceStudy',
  'AllFolders',
  'AllInProject',
  'AllInProjectPlusShared',
] as const

/** One of `containerFilters`. */
export type ContainerFilter = (typeof containerFilters)[number]
