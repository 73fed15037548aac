import { chain, createClient, fromEnvironment, fromNetrc } from '@wellkey/client'
import type { LabKeyClient } from '@wellkey/client'
import type { Candidate } from '../completion/candidate.ts'
import type { RemoteNames } from '../completion/offer-for.ts'
import { serverFrom } from '../server-argument.ts'
import type { Terminal } from '../terminal.ts'

const deadlineMs = 1500

/**
 * Asks the server for names to complete, in one request with a short deadline. Keys come from the
 * environment and the netrc file only: a keychain may ask a person to unlock it.
 */
export function remoteNames(terminal: Terminal): RemoteNames {
  return async (kind, { values, operands }) => {
    const { environment } = terminal
    const { server, container } = values
    const allowInsecureHttp = values['allowInsecureHttp'] !== undefined
    const labkey = createClient({
      baseUrl: serverFrom(server, terminal, { allowInsecureHttp }),
      credentials: chain(fromEnvironment(environment), fromNetrc({ environment })),
      environment,
      allowInsecureHttp,
      retry: false,
      timeoutMs: deadlineMs,
      totalTimeoutMs: deadlineMs,
      ...(container !== undefined && kind !== 'containers' && { container }),
    })
    switch (kind) {
      case 'containers':
        return containersOf(labkey)
      case 'schemas': {
        const schemas = await labkey.query.getSchemas({ includeHidden: false })
        return schemas.map(({ fullyQualifiedName: value, description }) =>
          named(value, description),
        )
      }
      case 'queries': {
        const [schemaName = ''] = operands
        const queries = await labkey.query.getQueries({
          schemaName,
          includeColumns: false,
          includeViewDataUrl: false,
        })
        return queries.filter(({ hidden }) => !hidden).map(({ name, title }) => named(name, title))
      }
    }
  }
}

function named(value: string, description: string | undefined): Candidate {
  return description === undefined || description === value ? { value } : { value, description }
}

async function containersOf(labkey: LabKeyClient): Promise<readonly Candidate[]> {
  const answer = await labkey.request({
    controller: 'project',
    action: 'getContainers',
    method: 'GET',
    container: '/',
    params: { includeSubfolders: true, includeEffectivePermissions: false },
  })
  return [...pathsIn(answer)].filter((path) => path !== '/').map((value) => ({ value }))
}

function* pathsIn(container: unknown): Generator<string> {
  if (typeof container !== 'object' || container === null) return
  const { path, children }: { path?: unknown; children?: unknown } = container
  if (typeof path === 'string') yield path
  if (Array.isArray(children)) for (const child of children) yield* pathsIn(child)
}
