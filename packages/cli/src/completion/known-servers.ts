import { readEnvironment, readKeyRecords } from '@wellkey/credentials'
import { entries, locateNetrc, readNetrc } from '@wellkey/netrc'
import { recordsOf } from '../sources.ts'
import type { Terminal } from '../terminal.ts'
import type { Candidate } from './candidate.ts'

/** Servers that were logged in to, that the environment names, or that are in the netrc file. */
export async function knownServers(terminal: Terminal): Promise<readonly Candidate[]> {
  const records = await readKeyRecords(recordsOf(terminal))
  const own = readEnvironment('server', terminal.environment)?.value
  const servers = new Set([
    ...(own === undefined ? [] : [own]),
    ...records.map(({ server }) => server),
  ])
  const hosts = new Set([...servers].flatMap((server) => hostOf(server) ?? []))
  for (const { value } of await knownMachines(terminal, undefined)) {
    const server = `https://${value.includes(':') ? `[${value}]` : value}`
    if (!hosts.has(value) && URL.canParse(server)) servers.add(server)
  }
  // A URL with a login may hold a password.
  return [...servers].filter((server) => !server.includes('@')).map((value) => ({ value }))
}

/** The machines that a netrc file names; none when it cannot be read. */
export async function knownMachines(
  { environment }: Terminal,
  file: string | undefined,
): Promise<readonly Candidate[]> {
  const document = await readNetrc(file ?? locateNetrc({ environment })).catch(() => undefined)
  if (document === undefined) return []
  const names = entries(document).flatMap(({ host }) => host ?? [])
  return [...new Set(names)].filter((name) => /^[\w.:-]+$/.test(name)).map((value) => ({ value }))
}

function hostOf(server: string): string | undefined {
  return URL.canParse(server) ? new URL(server).hostname : undefined
}
