import { ServerError } from './server-error.ts'

/** A release of LabKey Server that can be imitated. */
export type Release = '23.2' | '24.11' | '25.3'

/** What a release does in a way that clients notice (contract 7). */
export interface ReleaseTraits {
  /** Hex digits of a CSRF token: 64 since 23.3, 32 before. */
  readonly csrfLength: 32 | 64
  /** Shape of new keys: 64 hex since 23.3 (PR#4177); before, `apikey|` or `session|` and 32 hex. */
  readonly keyFormat: 'labkey' | 'legacy'
  /** A request with bad credentials: 401 since 24.7.1 (PR#5683); before, it runs as guest. */
  readonly badCredentials: 'refused' | 'guest'
  /** A request with an API key makes a session and is audited: since 23.10 (PR#4751). */
  readonly hasApiKeySessions: boolean
  /** A request with a session key is answered with the cookie of its session: since 25.3 (PR#6365). */
  readonly hasSessionKeyCookie: boolean
  /** `core.UserAPIKeys`: since 24.2 (PR#5101). */
  readonly hasUserApiKeys: boolean
  /** `Description` and `LastUsed` of API keys: since 24.10 (PR#5839). */
  readonly hasApiKeyDescription: boolean
  /** Deleting an API key ends the sessions made from it: PR#6041 of November 2024, so here since 24.11. */
  readonly endsSessionsOfDeletedKeys: boolean
  /** WAF-encoded SQL is understood: since 23.9 (PR#4699). */
  readonly hasWafEncoding: boolean
  /** `query-moveRows`: since 24.1 (PR#5049). */
  readonly hasMoveRows: boolean
  /** `admin-renameContainer` for clients, `skipReselectRows`: since 23.5. */
  readonly hasRenameContainer: boolean
  /** `userPermissions`, the bit mask, of every container: until 24.8 (PR#5711). */
  readonly hasPermissionMask: boolean
  /** `includeInactive` of `user-getUsersWithPermissions`: since 23.11 (PR#4870). */
  readonly hasInactiveUsers: boolean
  /** `href` in WebDAV listings is percent-encoded: since 24.12 (Rlabkey 3.4.1). */
  readonly hasEncodedHref: boolean
}

const before: ReleaseTraits = {
  csrfLength: 32,
  keyFormat: 'legacy',
  badCredentials: 'guest',
  hasApiKeySessions: false,
  hasSessionKeyCookie: false,
  hasUserApiKeys: false,
  hasApiKeyDescription: false,
  endsSessionsOfDeletedKeys: false,
  hasWafEncoding: false,
  hasMoveRows: false,
  hasRenameContainer: false,
  hasPermissionMask: true,
  hasInactiveUsers: false,
  hasEncodedHref: false,
}

const since2411: ReleaseTraits = {
  ...before,
  csrfLength: 64,
  keyFormat: 'labkey',
  badCredentials: 'refused',
  hasApiKeySessions: true,
  hasUserApiKeys: true,
  hasApiKeyDescription: true,
  endsSessionsOfDeletedKeys: true,
  hasWafEncoding: true,
  hasMoveRows: true,
  hasRenameContainer: true,
  hasPermissionMask: false,
  hasInactiveUsers: true,
}

const traits: Readonly<Record<Release, ReleaseTraits>> = {
  '23.2': before,
  '24.11': since2411,
  '25.3': {
    ...since2411,
    hasSessionKeyCookie: true,
    hasEncodedHref: true,
  },
}

/** The release that is imitated when none is asked for. */
export const defaultRelease: Release = '24.11'

/** Returns what a release does. */
export function traitsOf(release: Release): ReleaseTraits {
  return traits[release]
}

/**
 * Checks the name of a release, which may come from a command line.
 *
 * @throws {ServerError} `ERR_SERVER_OPTIONS` that names the releases there are.
 */
export function parseRelease(name: string): Release {
  const found = (Object.keys(traits) as Release[]).find((release) => release === name)
  if (found !== undefined) return found
  const known = Object.keys(traits).join(', ')
  throw new ServerError('ERR_SERVER_OPTIONS', `release: '${name}' is not one of ${known}`)
}
