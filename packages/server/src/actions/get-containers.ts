import { filterContainers } from '../data/container-filter.ts'
import { notFound } from '../http/failures.ts'
import { jsonResponse } from '../http/responses.ts'
import type { Container } from '../site/container.ts'
import { describeContainer, isVisible } from '../site/container-json.ts'
import { hasPermission } from '../site/permissions.ts'
import type { Action, Call } from './action.ts'

/**
 * `project-getContainers.api`: one container with its children, or several (contract 5.1).
 *
 * Needs no permission: what the caller may not see is left out.
 */
export const getContainers: Action = {
  name: 'project-getContainers',
  answers: 'json',
  method: 'read',
  needs: 'nothing',
  handle: (call) => {
    const { parameters } = call
    const named = namedContainers(call)
    const filter = parameters.get('containerFilter')
    const shape = {
      depth: depthOf(call),
      hasEffectivePermissions: parameters.flag('includeEffectivePermissions', true),
      hasStandardProperties: parameters.flag('includeStandardProperties', true),
    }
    const containers = filter
      ? filterContainers(filter, call.container, call.site.containers).filter((container) =>
          isVisible(call, container),
        )
      : named
    const [only] = containers
    const isMany = Boolean(filter) || named.length > 1 || parameters.flag('multipleContainers')
    if (only !== undefined && !isMany) return jsonResponse(describeContainer(call, only, shape))
    return jsonResponse({
      containers: containers.map((container) => describeContainer(call, container, shape)),
    })
  },
}

/** `project-getReadableContainers.api`: the paths of the containers that the caller may read. */
export const getReadableContainers: Action = {
  name: 'project-getReadableContainers',
  answers: 'json',
  method: 'read',
  needs: 'nothing',
  handle: (call) => {
    const { site, caller } = call
    const filter = call.parameters.get('containerFilter')
    const depth = depthOf(call)
    const tops = filter
      ? filterContainers(filter, call.container, site.containers)
      : namedContainers(call)
    const all = tops.flatMap((top) =>
      site.containers
        .subtreeOf(top)
        .filter((container) => levelsOf(container) - levelsOf(top) <= depth),
    )
    const readable = all.filter((container) => hasPermission(caller.user, 'read', container))
    return jsonResponse({ containers: [...new Set(readable.map(({ path }) => path))] })
  },
}

function namedContainers(call: Call): readonly Container[] {
  const names = call.parameters.all
    .filter(([name]) => name === 'container')
    .map(([, value]) => value)
  const containers =
    names.length === 0
      ? [call.container]
      : names.map((name) => {
          const path = name.startsWith('/') ? name : `/${name}`
          const container = call.site.containers.find(path)
          if (container !== undefined && isVisible(call, container)) return container
          throw notFound(`Could not find container: ${name}`)
        })
  return containers.filter((container) => isVisible(call, container))
}

function depthOf({ parameters }: Call): number {
  if (!parameters.flag('includeSubfolders')) return 0
  const depth = Number(parameters.get('depth') ?? Number.NaN)
  return depth >= 0 ? depth : Infinity
}

function levelsOf({ path }: Container): number {
  return path === '/' ? 0 : path.split('/').length - 1
}
