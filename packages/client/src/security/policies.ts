import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { NotFound } from '../found.ts'
import { isObject, numberOf, objectsOf, present, textOf, textsOf, type Json } from '../read-json.ts'

/** Which resource: the id of a container, dataset …, as `getSecurableResources` lists them. */
export interface PolicyOptions extends CallOptions {
  readonly resourceId: string
}

/** A policy to save. */
export interface SavePolicyOptions extends CallOptions {
  readonly policy: Policy
  /** Saves even what takes rights from the user himself. Default: false. */
  readonly confirm?: boolean
}

/** Who has which roles on a resource. */
export interface Policy {
  readonly resourceId: string
  /** As it came: with it, LabKey refuses a policy that somebody else has changed since. */
  readonly modified?: string
  readonly modifiedMillis?: number
  readonly assignments: readonly Assignment[]
}

/** A role of a user or group. */
export interface Assignment {
  readonly userId: number
  /** A class name, as `org.labkey.api.security.roles.ReaderRole`. */
  readonly role: string
}

/** A policy, and the roles that its resource knows. */
export interface PolicyDetails {
  /** The one in effect: a parent's, where the resource has none of its own. */
  readonly policy: Policy
  readonly isInherited: boolean
  readonly relevantRoles: readonly string[]
}

/** What to tell of resources. */
export interface GetSecurableResourcesOptions extends CallOptions {
  /** Default: false. */
  readonly includeSubfolders?: boolean
  /** What the user may do with each. Default: false. */
  readonly includeEffectivePermissions?: boolean
}

/** Something that can have a policy of its own. */
export interface SecurableResource {
  readonly id: string
  readonly name: string
  readonly description?: string
  /** A class name. */
  readonly resourceClass?: string
  readonly sourceModule?: string
  readonly parentId?: string
  readonly parentContainerPath?: string
  readonly effectivePermissions?: readonly string[]
  readonly children: readonly SecurableResource[]
}

/** `security-getPolicy`: labkey-api-js 1.35.3, `src/labkey/security/Policy.ts`. */
export function getPolicy(labkey: LabKeyClient, options: PolicyOptions): Promise<PolicyDetails> {
  return ask(
    labkey,
    options,
    { name: 'security.getPolicy', takes: { resourceId: 'text!' }, read: 'security-getPolicy' },
    ({ json, object }, { resourceId }) => {
      const policy = policyOf(object('policy'))
      return {
        policy,
        isInherited: policy.resourceId.toLowerCase() !== resourceId.toLowerCase(),
        relevantRoles: textsOf(json['relevantRoles']),
      }
    },
  )
}

/** `security-savePolicy`: labkey-api-js 1.35.3, `src/labkey/security/Policy.ts`. */
export function savePolicy(labkey: LabKeyClient, options: SavePolicyOptions): Promise<void> {
  return ask(
    labkey,
    options,
    {
      name: 'security.savePolicy',
      takes: { policy: 'object!', confirm: 'flag' },
      post: 'security-savePolicy',
      sends: ({ policy, confirm }, read) => {
        const { resourceId, assignments } = policy
        if (typeof resourceId !== 'string' || !Array.isArray(assignments)) {
          read.refuse('policy', 'an object with resourceId and assignments')
        }
        return { json: { ...policy, confirm } }
      },
    },
    ({ json }) => {
      // Nothing is saved then, whatever `success` says.
      if (json['needsConfirmation'] === true) throw new NotFound('confirm')
    },
  )
}

/** `security-deletePolicy`: labkey-api-js 1.35.3, `src/labkey/security/Policy.ts`. */
export function deletePolicy(labkey: LabKeyClient, options: PolicyOptions): Promise<void> {
  return ask(
    labkey,
    options,
    {
      name: 'security.deletePolicy',
      takes: { resourceId: 'text!' },
      post: 'security-deletePolicy',
    },
    () => undefined,
  )
}

/** `security-getSecurableResources`: labkey-api-js 1.35.3, `src/labkey/security/Permission.ts`. */
export function getSecurableResources(
  labkey: LabKeyClient,
  options?: GetSecurableResourcesOptions,
): Promise<SecurableResource> {
  return ask(
    labkey,
    options,
    {
      name: 'security.getSecurableResources',
      takes: { includeSubfolders: 'flag', includeEffectivePermissions: 'flag' },
      get: 'security-getSecurableResources',
    },
    ({ object }) => resourceOf(object('resources')),
  )
}

/** The study among {@link getSecurableResources}: labkey-api-js 1.35.3, `getSchemaPermissions`. */
export function getSchemaPermissions(
  labkey: LabKeyClient,
  options?: CallOptions,
): Promise<Readonly<Record<string, readonly string[]>>> {
  return ask(
    labkey,
    options,
    {
      name: 'security.getSchemaPermissions',
      takes: {},
      get: 'security-getSecurableResources',
      sends: () => ({ params: { includeEffectivePermissions: true } }),
    },
    ({ object }) => {
      const study = resourceOf(object('resources')).children.find(
        ({ resourceClass }) => resourceClass === 'org.labkey.study.model.StudyImpl',
      )
      const datasets = study?.children ?? []
      return Object.fromEntries(
        datasets.map(({ name, effectivePermissions = [] }) => [name, effectivePermissions]),
      )
    },
  )
}

function policyOf(json: Json): Policy {
  const { resourceId, modified, modifiedMillis, assignments } = json
  if (typeof resourceId !== 'string') throw new NotFound('resourceId')
  return {
    resourceId,
    assignments: objectsOf(assignments).flatMap(({ userId, role }) =>
      typeof userId === 'number' && typeof role === 'string' ? [{ userId, role }] : [],
    ),
    ...present({ modified: textOf(modified), modifiedMillis: numberOf(modifiedMillis) }),
  }
}

function resourceOf(json: Json): SecurableResource {
  const { effectivePermissions, children } = json
  return {
    id: textOf(json['id']) ?? '',
    name: textOf(json['name']) ?? '',
    children: Array.isArray(children) ? children.filter(isObject).map(resourceOf) : [],
    ...present({
      description: textOf(json['description']),
      resourceClass: textOf(json['resourceClass']),
      sourceModule: textOf(json['sourceModule']),
      parentId: textOf(json['parentId']),
      parentContainerPath: textOf(json['parentContainerPath']),
      effectivePermissions: Array.isArray(effectivePermissions)
        ? textsOf(effectivePermissions)
        : undefined,
    }),
  }
}
