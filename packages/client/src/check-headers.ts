import { LabKeyOptionsError } from './labkey-options-error.ts'

/** Who one is, where the message goes, and how it is framed: none of it is the caller's to say. */
const guarded: ReadonlySet<string> = new Set([
  'accept-encoding',
  'apikey',
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'cookie',
  'cookie2',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'proxy-authorization',
  'referer',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'x-labkey-csrf',
])

/**
 * Checks headers of a caller's own: names are tokens, values visible ASCII with blanks.
 *
 * @throws {LabKeyOptionsError} names the header, never its value
 */
export function checkHeaders(headers: object, where: string): Readonly<Record<string, string>> {
  const checked: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    if (!/^[!#$%&'*+.^`|~\w-]{1,100}$/.test(name) || name === '__proto__') {
      throw new LabKeyOptionsError(`${where}: headers must have names of letters and hyphens`)
    }
    if (guarded.has(name.toLowerCase())) {
      throw new LabKeyOptionsError(`${where}: headers must not hold ${name}; the client sets it`)
    }
    if (typeof value !== 'string' || !/^[ -~]{0,8192}$/.test(value)) {
      throw new LabKeyOptionsError(`${where}: headers must have visible ASCII as ${name}`)
    }
    checked[name] = value
  }
  return checked
}
