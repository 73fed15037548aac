import type { Settings } from '../resolve-settings.ts'
import type { SessionLimits } from '../store/memory-sessions.ts'

// Sessions without a browser: a client that keeps no cookie makes one with each request.
const maxSessionsFromCredentials = 10_000
const maxKeysPerSession = 50

/** Returns the limits of sessions that the settings of a server mean. */
export function sessionLimits(settings: Settings): SessionLimits {
  return {
    idleMs: settings.sessionIdleMs,
    absoluteMs: settings.sessionAbsoluteMs,
    maxPerUser: settings.maxSessionsPerUser,
    maxFromCredentials: maxSessionsFromCredentials,
    maxKeysPerSession,
  }
}
