import type { LabKeyClient } from '@wellkey/client'
import type { Candidate } from '../completion/candidate.ts'

/** How a question for names is asked. */
interface Asking {
  readonly signal?: AbortSignal
}

/** The paths of the containers that one may read, but for the root, which holds no data. */
export async function containerNames(
  labkey: LabKeyClient,
  asking: Asking = {},
): Promise<readonly Candidate[]> {
  const answer = await labkey.request({
    controller: 'project',
    action: 'getContainers',
    method: 'GET',
    container: '/',
    params: { includeSubfolders: true, includeEffectivePermissions: false },
    ...asking,
  })
  return [...pathsIn(answer)].filter((path) => path !== '/').map((value) => ({ value }))
}

/** The schemas of the client's container. */
export async function schemaNames(
  labkey: LabKeyClient,
  asking: Asking = {},
): Promise<readonly Candidate[]> {
  const schemas = await labkey.query.getSchemas({ includeHidden: false, ...asking })
  return schemas.map(({ fullyQualifiedName: value, description }) => named(value, description))
}

/** The tables and saved queries of a schema. */
export async function queryNames(
  labkey: LabKeyClient,
  schemaName: string,
  asking: Asking = {},
): Promise<readonly Candidate[]> {
  const queries = await labkey.query.getQueries({
    schemaName,
    includeColumns: false,
    includeViewDataUrl: false,
    ...asking,
  })
  return queries.filter(({ hidden }) => !hidden).map(({ name, title }) => named(name, title))
}

function named(value: string, description: string | undefined): Candidate {
  return description === undefined || description === value ? { value } : { value, description }
}

function* pathsIn(container: unknown): Generator<string> {
  if (typeof container !== 'object' || container === null) return
  const { path, children }: { path?: unknown; children?: unknown } = container
  if (typeof path === 'string') yield path
  if (Array.isArray(children)) for (const child of children) yield* pathsIn(child)
}
