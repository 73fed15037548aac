import { decodedValue, type Outline } from '../outline.ts'
import type { Finding, Rule } from './rule.ts'

/** Rules about the names of machines. */
export type HostRule =
  | 'netrc/host-case'
  | 'netrc/idn-u-label'
  | 'netrc/trailing-dot'
  | 'netrc/port-in-machine'
  | 'netrc/url-in-machine'
  | 'netrc/path-in-machine'
  | 'netrc/wildcard'
  | 'netrc/bracketed-ipv6'
  | 'netrc/user-in-machine'

export const hostRules: Readonly<Record<HostRule, Rule>> = {
  'netrc/host-case': {
    severity: 'warning',
    finds: 'capitals in the name of a machine',
    message:
      'The name has capitals: Python, Go, Ruby, LabKey for Java and the npm packages compare it letter by letter with the host of the URL, which is lower case. Write it in lower case',
  },
  'netrc/idn-u-label': {
    severity: 'warning',
    finds: 'an international name that is not spelled as xn--',
    message:
      'The name has letters beyond ASCII: programs ask for its xn-- spelling, and curl 8.13 to 8.20 fails at this line. Write the xn-- spelling',
  },
  'netrc/trailing-dot': {
    severity: 'warning',
    finds: 'a dot at the end of the name',
    message:
      'The name ends in a dot, so it is another name than the one without it for nearly every reader. Remove the dot',
  },
  'netrc/port-in-machine': {
    severity: 'error',
    finds: 'a port in the name',
    message:
      'A machine has no port: only Go 1.24 and newer and apt compare it, for all others this entry never answers. Write the host alone',
  },
  'netrc/url-in-machine': {
    severity: 'error',
    finds: 'a URL instead of a name',
    message:
      'A machine is a host name, not a URL: only apt reads one, for all others this entry never answers. Write the host alone',
  },
  'netrc/path-in-machine': {
    severity: 'error',
    finds: 'a path in the name',
    message:
      'A machine has no path: only Go 1.24 and newer and apt compare it, for all others this entry never answers. Write the host alone',
  },
  'netrc/wildcard': {
    severity: 'error',
    finds: '`*`, `?` or a leading dot in the name',
    message:
      'No reader knows wildcards, and a leading dot means something to aria2 only, so this entry never answers. Write one entry for each host',
  },
  'netrc/bracketed-ipv6': {
    severity: 'error',
    finds: 'an IPv6 address in brackets',
    message:
      'Readers look up an IPv6 address without its brackets, so this entry never answers. Leave the brackets out',
  },
  'netrc/user-in-machine': {
    severity: 'error',
    finds: 'a user in the name',
    message:
      'A machine has no user before its name, so this entry never answers. Write the host alone, and the user behind login',
  },
}

/** Looks at the name of every machine. */
export function* checkHosts(outline: Outline): Generator<Finding<HostRule>> {
  for (const { host } of outline.entries) {
    const name = decodedValue(outline, host)
    if (host === undefined || name === undefined) continue
    for (const rule of rulesBrokenBy(name)) yield { rule, from: host.from, to: host.to }
  }
}

function* rulesBrokenBy(name: string): Generator<HostRule> {
  if (name.includes('://')) {
    yield 'netrc/url-in-machine'
    return
  }
  const [authority = '', ...path] = name.split('/')
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  const isBracketed = host.startsWith('[') && host.includes(']')
  const colons = host.split(':').length - 1
  if (/[A-Z]/.test(host)) yield 'netrc/host-case'
  // oxlint-disable-next-line no-control-regex
  if (/[^\u0000-\u007f]/.test(host)) yield 'netrc/idn-u-label'
  if (host.length > 1 && host.endsWith('.')) yield 'netrc/trailing-dot'
  if (isBracketed ? /\]:/.test(host) : colons === 1) yield 'netrc/port-in-machine'
  if (path.length > 0) yield 'netrc/path-in-machine'
  if (/[*?]/.test(host) || host.startsWith('.')) yield 'netrc/wildcard'
  if (isBracketed) yield 'netrc/bracketed-ipv6'
  if (authority.includes('@')) yield 'netrc/user-in-machine'
}
