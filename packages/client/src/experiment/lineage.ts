import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { NotFound } from '../found.ts'
import { isObject, objectsOf, textOf, textsOf, type Json } from '../read-json.ts'
import type { ExpDetails } from './batches.ts'

/** Whose lineage, and how far. */
export interface LineageOptions extends CallOptions, ExpDetails {
  /** Of runs, materials or data, all of one container. */
  readonly lsids: readonly string[]
  /** Default: true. */
  readonly parents?: boolean
  /** Default: true. */
  readonly children?: boolean
  /** How many generations. Default: all. */
  readonly depth?: number
  /** Only nodes of this kind. Default: all. */
  readonly expType?: 'Data' | 'Material' | 'ExperimentRun'
  /** The LSID of a sample type or data class: only nodes of it. Default: all. */
  readonly cpasType?: string
  /** Only runs of this protocol. Default: all. */
  readonly runProtocolLsid?: string
}

/** What to find. */
export interface ResolveOptions extends CallOptions, ExpDetails {
  readonly lsids: readonly string[]
}

/** A run, material or piece of data among its kin. Members that are not named here stay as LabKey writes them. */
export interface LineageNode {
  readonly lsid: string
  readonly name?: string
  readonly expType?: string
  readonly id?: number
  readonly parents: readonly LineageEdge[]
  readonly children: readonly LineageEdge[]
  readonly [member: string]: unknown
}

/** The way to a parent or child. */
export interface LineageEdge {
  readonly lsid: string
  readonly role: string
}

/** A lineage as a graph. */
export interface Lineage {
  /** The LSIDs that were asked for. */
  readonly seeds: readonly string[]
  readonly nodes: Readonly<Record<string, LineageNode>>
}

const details = {
  includeInputsAndOutputs: 'flag',
  includeProperties: 'flag',
  includeRunSteps: 'flag',
} as const

/** `experiment-lineage`: labkey-api-js 1.35.3, `src/labkey/Experiment.ts`. */
export function lineage(labkey: LabKeyClient, options: LineageOptions): Promise<Lineage> {
  return ask(
    labkey,
    options,
    {
      name: 'experiment.lineage',
      takes: {
        lsids: 'texts!',
        parents: 'flag',
        children: 'flag',
        depth: 'integer',
        expType: 'Data|Material|ExperimentRun',
        cpasType: 'text',
        runProtocolLsid: 'text',
        ...details,
      },
      read: 'experiment-lineage',
    },
    ({ json, object }) => ({
      // Servers before 19.3 know one seed only.
      seeds: Array.isArray(json['seeds']) ? textsOf(json['seeds']) : textsOf([json['seed']]),
      nodes: Object.fromEntries(
        Object.entries(object('nodes')).map(([lsid, node]) => [lsid, nodeOf(node, lsid)]),
      ),
    }),
  )
}

/** `experiment-resolve`: labkey-api-js 1.35.3, `src/labkey/Experiment.ts`. */
export function resolve(
  labkey: LabKeyClient,
  options: ResolveOptions,
): Promise<readonly LineageNode[]> {
  return ask(
    labkey,
    options,
    {
      name: 'experiment.resolve',
      takes: { lsids: 'texts!', ...details },
      read: 'experiment-resolve',
    },
    ({ objects }) => objects('data').map((node) => nodeOf(node)),
  )
}

function nodeOf(node: unknown, known?: string): LineageNode {
  if (!isObject(node)) throw new NotFound('nodes')
  const lsid = textOf(node['lsid']) ?? known
  if (lsid === undefined) throw new NotFound('lsid')
  return {
    ...node,
    lsid,
    parents: edgesOf(node['parents']),
    children: edgesOf(node['children']),
  }
}

function edgesOf(edges: unknown): readonly LineageEdge[] {
  return objectsOf(edges).map((edge: Json) => ({
    lsid: textOf(edge['lsid']) ?? '',
    role: textOf(edge['role']) ?? '',
  }))
}
