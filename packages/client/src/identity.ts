import { resolveCredential, type Credential, type CredentialProvider } from '@wellkey/credentials'
import { createCookies, mintCsrfToken, type Cookies } from './cookies.ts'

/** Who the client is towards the server: a credential, and the cookies it got under it. */
export interface Identity {
  /** The one origin that credential and cookies belong to. */
  readonly origin: string
  /** `undefined` for an anonymous client. */
  readonly credential: Credential | undefined
  readonly cookies: Cookies
}

/** The identities that a client has one after the other. */
export interface Identities {
  /** The present one; the credential is looked for once, and again if that failed. */
  current(): Promise<Identity>
  /**
   * Looks for the credential again after a refusal. Answers with the refused identity itself when
   * the secret is still the same, or when there is none any more.
   */
  renew(refused: Identity): Promise<Identity>
}

/** Makes the identities of a client; asks the provider on first use only. */
export function createIdentities(options: {
  readonly base: URL
  readonly credentials: CredentialProvider | 'anonymous'
  readonly now: () => number
}): Identities {
  const { base, credentials, now } = options
  let csrfToken = mintCsrfToken()
  let present: Promise<Identity> | undefined
  let renewal: Promise<Identity> | undefined

  // Cookies belong to the identity: LabKey lets a live JSESSIONID win over any credential
  // (contract 1.1), so a new key must not travel with the old key's session.
  const identityOf = (credential: Credential | undefined): Identity => {
    const cookies = createCookies(base, csrfToken, now)
    return { origin: base.origin, credential, cookies }
  }

  const resolve = async (refresh: boolean) =>
    credentials === 'anonymous'
      ? undefined
      : resolveCredential(credentials, { url: new URL(base), refresh })

  const current = () => {
    present ??= resolve(false)
      .then(identityOf)
      .catch((error: unknown) => {
        // A rejection is not kept: the user may store a key while the program runs.
        present = undefined
        throw error
      })
    return present
  }

  const lookAgain = async (refused: Identity): Promise<Identity> => {
    // What has been kept of the source is what was refused.
    const fresh = await resolve(true).catch(() => undefined)
    if (fresh === undefined || refused.credential === undefined) return refused
    const same =
      fresh.login === refused.credential.login && fresh.secret.equals(refused.credential.secret)
    if (same) return refused
    csrfToken = refused.cookies.csrfToken
    const identity = identityOf(fresh)
    present = Promise.resolve(identity)
    return identity
  }

  return {
    current,
    async renew(refused) {
      if (refused.credential === undefined) return refused
      // Somebody else's call was faster.
      const newer = await current()
      if (newer !== refused) return newer
      renewal ??= lookAgain(refused).finally(() => {
        renewal = undefined
      })
      return renewal
    },
  }
}
