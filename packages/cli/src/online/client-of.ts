import { createClient, type CredentialProvider, type LabKeyClient } from '@wellkey/client'
import { defaultProvider } from '@wellkey/credentials'
import { sourcesOf } from '../sources.ts'
import type { Terminal } from '../terminal.ts'

/** How a command wants its client. */
export interface ClientWishes {
  readonly allowInsecureHttp?: boolean
  readonly container?: string
  /** Default: the sources of the terminal. */
  readonly credentials?: CredentialProvider | 'anonymous'
  /** Default: true. A question that only probes is asked once. */
  readonly retry?: false
}

/** Makes the client of a command: its server, and the keys that the terminal gives. */
export function clientOf(url: URL, terminal: Terminal, wishes: ClientWishes = {}): LabKeyClient {
  const { credentials = defaultProvider(sourcesOf(terminal)) } = wishes
  // One by one: a command's options hold more than a client knows.
  const { allowInsecureHttp, container, retry } = wishes
  const { environment } = terminal
  return createClient({
    baseUrl: url,
    credentials,
    environment,
    ...(allowInsecureHttp !== undefined && { allowInsecureHttp }),
    ...(container !== undefined && { container }),
    ...(retry !== undefined && { retry }),
  })
}
