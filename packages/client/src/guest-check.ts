import type { AnswerHead, Call } from './call.ts'
import type { Identity } from './identity.ts'
import type { Transport } from './transport/transport.ts'

/** Whom the server takes an identity for; `undefined` when it cannot be told. */
export type Taken = 'user' | 'guest' | 'refused' | undefined

/** Asks a server whom it takes the client for. */
export interface GuestCheck {
  /** Asks `login-whoami` now. It takes a GET, which needs no CSRF token. */
  ask(call: Call, identity: Identity): Promise<Taken>
  /**
   * Says whether an answer may be that of a guest although there is a credential; asks if need be. No
   * promise where nothing is asked, since every answer comes by here.
   */
  isGuest(call: Call, answer: AnswerHead, identity: Identity): false | Promise<boolean>
}

/**
 * Makes the check of a client. A server that says it is of LabKey before 24.7.1 is asked with the
 * first answer and then once a minute, since a key that ends there turns the client into a guest without a
 * word; with `always`, every server is.
 */
export function createGuestCheck(options: {
  readonly base: URL
  readonly transport: Transport
  readonly always: boolean
  readonly now: () => number
}): GuestCheck {
  const { base, transport, always, now } = options
  const old = new Map<string, boolean>()

  const isOld = (release: string) => {
    let known = old.get(release)
    if (known === undefined) {
      known = !refusesBadKeys(release)
      if (old.size < 10) old.set(release, known)
    }
    return known
  }

  return {
    async ask(call, identity) {
      const { askWhoAmI } = await load()
      return askWhoAmI(call, { base, transport, identity })
    },
    isGuest(call, { release }, identity) {
      const { credential } = identity
      // Contract 1.2: the login `guest` is a guest on purpose.
      if (credential === undefined || credential.login.toLowerCase() === 'guest') return false
      if (!always && (release === undefined || !isOld(release))) return false
      return load().then(({ isTakenForGuest }) =>
        isTakenForGuest(call, { base, transport, identity }, now),
      )
    },
  }
}

// Most programs never ask.
const load = async () => import('./ask-who-am-i.ts')

// LabKey answers a guest to whoever has a bad key before 24.7.1 (contract 1.3).
function refusesBadKeys(release: string): boolean {
  const parts = release.split('.').map((part) => Number.parseInt(part, 10))
  const [major = 0, minor = 0, patch = 0] = parts
  return major > 24 || (major === 24 && (minor > 7 || (minor === 7 && patch > 0)))
}
