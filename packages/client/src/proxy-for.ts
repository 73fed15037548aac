import { BlockList, isIP } from 'node:net'
import { isLoopback, type Environment } from '@wellkey/credentials'
import { LabKeyOptionsError } from './labkey-options-error.ts'

/**
 * Finds the proxy that the environment wants for a server: `https_proxy` or `http_proxy` by the
 * server's scheme, else `all_proxy`, small letters before capitals. Nothing for this machine, and
 * nothing for what `no_proxy` names.
 *
 * @throws {LabKeyOptionsError} for a proxy that is not http: or https:
 */
export function proxyFor(server: URL, environment: Environment): URL | undefined {
  if (isLoopback(server.hostname)) return undefined
  const scheme = server.protocol.replace(':', '_proxy')
  const found = read(scheme, environment) ?? read('all_proxy', environment)
  if (found === undefined || isExcepted(server, environment)) return undefined
  return parseProxy(found.value, found.variable)
}

/**
 * Parses a proxy's URL; `http:` when it says no scheme. It may hold a login.
 *
 * @throws {LabKeyOptionsError} names where it came from, and never shows it
 */
export function parseProxy(text: string | URL, where: string): URL {
  const written = String(text)
  const full = /^[a-z][a-z\d+.-]*:\/\//i.test(written) ? written : `http://${written}`
  const url = URL.canParse(full) ? new URL(full) : undefined
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new LabKeyOptionsError(
      `The proxy of ${where} must be a URL with http: or https:; proxy: false means none`,
    )
  }
  return url
}

function read(
  name: string,
  environment: Environment,
): { readonly variable: string; readonly value: string } | undefined {
  for (const variable of [name, name.toUpperCase()]) {
    // A web server hands the header `Proxy` of a stranger to a CGI program as HTTP_PROXY.
    if (variable === 'HTTP_PROXY' && environment['REQUEST_METHOD'] !== undefined) continue
    const value = environment[variable]?.trim()
    if (value !== undefined && value !== '') return { variable, value }
  }
  return undefined
}

/** As curl reads it: names with everything below them, ports, addresses and their ranges, or `*`. */
function isExcepted(server: URL, environment: Environment): boolean {
  const host = bare(server.hostname)
  const port = server.port || (server.protocol === 'https:' ? '443' : '80')
  const list = read('no_proxy', environment)?.value ?? ''
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || matches(entry.toLowerCase(), host, port))
}

function matches(entry: string, host: string, port: string): boolean {
  const range = /^(.+)\/(\d{1,3})$/.exec(entry)
  if (range !== null) return isWithin(host, bare(range[1] ?? ''), Number(range[2]))
  const [, name = '', wanted] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry) ?? []
  if (wanted !== undefined && wanted !== port) return false
  const domain = bare(name).replace(/^\*?\./, '')
  if (domain === '') return false
  return host === domain || (isIP(host) === 0 && host.endsWith(`.${domain}`))
}

function isWithin(host: string, network: string, bits: number): boolean {
  const version = isIP(host)
  if (version === 0 || isIP(network) !== version || bits > (version === 4 ? 32 : 128)) return false
  const family = version === 4 ? 'ipv4' : 'ipv6'
  const block = new BlockList()
  block.addSubnet(network, bits, family)
  return block.check(host, family)
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
}
