import { chain, createClient, fromEnvironment, fromNetrc } from '@wellkey/client'
import type { RemoteNames } from '../completion/offer-for.ts'
import { resolveServer } from '../resolve-server.ts'
import type { Terminal } from '../terminal.ts'
import { containerNames, queryNames, schemaNames } from './server-names.ts'

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
      baseUrl: await resolveServer(server, terminal, { allowInsecureHttp }),
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
        return containerNames(labkey)
      case 'schemas':
        return schemaNames(labkey)
      case 'queries':
        return queryNames(labkey, operands[0] ?? '')
    }
  }
}
