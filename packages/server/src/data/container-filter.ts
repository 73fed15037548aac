import { ActionError } from '../http/failures.ts'
import { projectPath } from '../site/container.ts'
import type { Container, ContainerTree } from '../site/container.ts'

type Choose = (container: Container, tree: ContainerTree) => readonly (Container | undefined)[]

const current: Choose = (container) => [container]
const subfolders: Choose = (container, tree) => tree.subtreeOf(container)
const project: Choose = ({ path }, tree) => [tree.find(projectPath(path))]
const wholeProject: Choose = ({ path }, tree) => {
  const top = tree.find(projectPath(path))
  return top === undefined ? [] : tree.subtreeOf(top)
}
const shared: Choose = (_, tree) => [tree.find('/Shared')]
const both =
  (...choices: readonly Choose[]): Choose =>
  (container, tree) =>
    choices.flatMap((choose) => choose(container, tree))

/**
 * The container filters of contract 4.4, by their names, which are case-sensitive.
 *
 * There are no workbooks and no studies here, so those that ask for them mean the current container.
 */
const filters: ReadonlyMap<string, Choose> = new Map<string, Choose>([
  ['Current', current],
  ['CurrentWithUser', current],
  ['CurrentAndFirstChildren', both(current, (container, tree) => tree.childrenOf(container))],
  ['CurrentAndSubfolders', subfolders],
  ['CurrentAndSubfoldersPlusShared', both(subfolders, shared)],
  ['CurrentAndSiblings', both(current, siblings)],
  ['CurrentOrParentAndWorkbooks', current],
  ['CurrentPlusProject', both(current, project)],
  ['CurrentAndParents', both(current, parents)],
  ['CurrentPlusProjectAndShared', both(current, project, shared)],
  ['Project', project],
  ['AssayLocation', both(current, project, shared)],
  ['WorkbookAndParent', current],
  ['StudyAndSourceStudy', current],
  ['AllFolders', (_, tree) => tree.all],
  ['AllInProject', wholeProject],
  ['AllInProjectPlusShared', both(wholeProject, shared)],
])

/**
 * Returns the containers that a filter names, each once. No name means the current container.
 *
 * @throws {ActionError} 500 for a name that is no filter, as LabKey answers it.
 */
export function filterContainers(
  name: string | undefined,
  container: Container,
  tree: ContainerTree,
): readonly Container[] {
  const choose = filters.get(name || 'Current')
  if (choose === undefined) {
    throw new ActionError(500, "'containerFilter' parameter is not valid", {
      exceptionClass: 'java.lang.IllegalArgumentException',
    })
  }
  return [...new Set(choose(container, tree))].filter((chosen) => chosen !== undefined)
}

function siblings(container: Container, tree: ContainerTree): readonly Container[] {
  const parent = tree.parentOf(container)
  return parent === undefined ? [] : tree.childrenOf(parent)
}

function parents(container: Container, tree: ContainerTree): readonly Container[] {
  const parent = tree.parentOf(container)
  return parent === undefined || parent === tree.root ? [] : [parent, ...parents(parent, tree)]
}
