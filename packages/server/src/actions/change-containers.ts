import { randomUUID } from 'node:crypto'

import { recordAccess } from '../audit/record-access.ts'
import { badParameter, notFound, RefusedError } from '../http/failures.ts'
import { jsonResponse } from '../http/responses.ts'
import type { Container } from '../site/container.ts'
import { describeContainer } from '../site/container-json.ts'
import { jsonBodyOf, optionalText } from '../write/json-body.ts'
import { requirePermission } from '../write/open-target.ts'
import { wrongUse } from '../write/row-errors.ts'
import type { Action, Call } from './action.ts'

const shape = { depth: 0, hasEffectivePermissions: true, hasStandardProperties: true }
const maxName = 255

/**
 * `core-createContainer.api`: makes a folder in the container of the URL (contract 5.1).
 *
 * It inherits protection, has no tables, and guests may not read it.
 */
export const createContainer: Action = {
  name: 'core-createContainer',
  answers: 'json',
  method: 'write',
  needs: 'admin',
  body: 'data',
  handle: async (call) => {
    const { containers } = call.site
    const json = jsonBodyOf(call)
    const name = readName(call.container, optionalText(json, 'name'), call)
    const facts = {
      entityId: randomUUID(),
      title: optionalText(json, 'title') ?? null,
      description: optionalText(json, 'description') ?? null,
    }
    await record(call, `Folder ${name} was created in ${call.container.path}`)
    readName(call.container, name, call)
    return jsonResponse(describeContainer(call, containers.add(call.container, name, facts), shape))
  },
}

/** `core-deleteContainer.api`: removes the container of the URL with everything below it. */
export const deleteContainer: Action = {
  name: 'core-deleteContainer',
  answers: 'json',
  method: 'write',
  needs: 'admin',
  body: 'data',
  handle: async (call) => {
    const { site, container } = call
    refuseFixed(container)
    await record(call, `Folder ${container.path} was deleted`)
    for (const gone of site.containers.subtreeOf(container)) {
      site.database.forget(gone.entityId)
      site.files.forget(gone.entityId)
    }
    site.containers.remove(container)
    return jsonResponse({})
  },
}

/** `core-moveContainer.api`: gives a container another parent (contract 5.1). */
export const moveContainer: Action = {
  name: 'core-moveContainer',
  answers: 'json',
  method: 'write',
  needs: 'admin',
  body: 'data',
  handle: async (call) => {
    const { containers } = call.site
    const json = jsonBodyOf(call)
    const container = named(call, optionalText(json, 'container') ?? call.container.path)
    const parent = named(call, optionalText(json, 'parent') ?? '')
    if (json['addAlias'] === undefined) throw wrongUse('JSONObject["addAlias"] not found.')
    requirePermission({ ...call, container }, 'admin')
    requirePermission({ ...call, container: parent }, 'admin')
    refuseFixed(container)
    if (containers.parentOf(container) === parent) return jsonResponse({ success: true })
    if (containers.subtreeOf(container).includes(parent)) {
      throw badParameter('parent', 'The container cannot be moved below itself.')
    }
    readName(parent, container.name, call)
    await record(call, `Folder ${container.path} was moved to ${parent.path}`)
    const moved = containers.change(container, { parent })
    return jsonResponse({ success: true, newPath: moved.path })
  },
}

/** `admin-renameContainer.api`: gives the container of the URL another name or title. Since 23.5. */
export const renameContainer: Action = {
  name: 'admin-renameContainer',
  answers: 'json',
  method: 'write',
  needs: 'admin',
  body: 'data',
  handle: async (call) => {
    const { site, container } = call
    if (!site.traits.hasRenameContainer) {
      const message =
        "Unable to find action 'renameContainer' to handle request in controller 'admin'"
      throw new RefusedError(404, message, { format: 'html' })
    }
    refuseFixed(container)
    const json = jsonBodyOf(call)
    const name = optionalText(json, 'name') ?? container.name
    const title = optionalText(json, 'title')
    const parent = site.containers.parentOf(container) ?? site.containers.root
    const isSame = name.toLowerCase() === container.name.toLowerCase()
    if (!isSame) readName(parent, name, call)
    else checkName(name)
    await record(call, `Folder ${container.path} was renamed to ${name}`)
    const renamed = site.containers.change(container, {
      name,
      ...(title !== undefined && { title }),
    })
    return jsonResponse(describeContainer(call, renamed, shape))
  },
}

function readName(parent: Container, name: string | undefined, { site }: Call): string {
  const checked = checkName(name)
  const taken = site.containers
    .childrenOf(parent)
    .some((child) => child.name.toLowerCase() === checked.toLowerCase())
  if (taken) throw badParameter('name', `The folder '${checked}' already exists.`)
  return checked
}

// A name stands in URLs and in paths of files, so none that means something there.
function checkName(name: string | undefined): string {
  const trimmed = name?.trim() ?? ''
  const isWrong =
    trimmed === '' ||
    trimmed.length > maxName ||
    /[/\\:*?"<>|;\p{Cc}]/u.test(trimmed) ||
    /^[._@]/.test(trimmed)
  if (isWrong) throw badParameter('name', `'${trimmed}' cannot be the name of a folder.`)
  return trimmed
}

function refuseFixed({ path }: Container): void {
  if (path !== '/' && path.toLowerCase() !== '/home') return
  throw badParameter('container', `The container '${path}' cannot be changed.`)
}

function named({ site }: Call, name: string): Container {
  const found = site.containers.find(name.startsWith('/') ? name : `/${name}`)
  if (found !== undefined) return found
  throw notFound(`No such folder or workbook: ${name}`)
}

async function record(call: Call, comment: string): Promise<void> {
  await recordAccess(call, { event: 'ContainerAuditEvent', comment })
}
