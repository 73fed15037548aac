import type { Attempt, CredentialProvider, CredentialRequest } from './attempt.ts'
import { CredentialError } from './credential-error.ts'
import { keyLogin } from './credential.ts'
import { defaultSources, type DefaultProviderOptions } from './default-provider.ts'
import { keychainEntry } from './keychain/keychain-entry.ts'
import { own } from './own.ts'
import { describeKeyRecord } from './records/key-record.ts'
import { findKeyRecord } from './records/key-records.ts'
import { timed } from './timed.ts'

/** What {@link explain} asks. */
export interface ExplainOptions extends DefaultProviderOptions {
  /** The file of key records. Default: the one of `locateKeyRecords`. */
  readonly records?: string
}

/**
 * Tells what every source of {@link defaultProvider} says about a server, without using the answer.
 *
 * Unlike a search, it asks all sources: a credential in a later one is `shadowed`, and a broken
 * source is `failed`, after which nothing later is used.
 *
 * Once an earlier source has decided, the system's own keychain is not opened only to tell that it
 * is shadowed, since that could ask the person for a password; then its record decides (see
 * `findKeyRecord`). A keychain given as an option is always asked.
 *
 * @returns one or more attempts a source, in order, each with its duration; never a secret
 */
export async function explain(
  options: ExplainOptions,
  request: Pick<CredentialRequest, 'url'>,
): Promise<readonly Attempt[]> {
  const { keychain, records } = own(options)
  const attempts: Attempt[] = []
  for (const { kind, provider } of defaultSources(options)) {
    const winner = attempts.find(isDecision)
    const isOnRecord = kind === 'keychain' && keychain === undefined && winner !== undefined
    const asked = isOnRecord ? fromRecord(winner, records) : provider
    const said = await ask(asked, request.url)
    attempts.push(...(winner === undefined ? said : said.map(toShadowed)))
  }
  return attempts
}

/** All that one source reports, in which a failure is an answer like any other. */
async function ask(provider: CredentialProvider, url: URL): Promise<readonly Attempt[]> {
  const said: Attempt[] = []
  try {
    await provider({ url, onAttempt: timed((attempt) => said.push(attempt)) })
  } catch (error) {
    if (!(error instanceof CredentialError) || !said.some(isDecision)) throw error
  }
  return said
}

function isDecision({ outcome }: Attempt): boolean {
  return outcome === 'found' || outcome === 'failed'
}

function toShadowed(attempt: Attempt): Attempt {
  return attempt.outcome === 'found' ? { ...attempt, outcome: 'shadowed' } : attempt
}

/** Stands for a keychain that stays closed. */
function fromRecord(winner: Attempt, file: string | undefined): CredentialProvider {
  return async ({ url, onAttempt }) => {
    const query = { server: url, login: keyLogin, storage: 'keychain' } as const
    const record = await findKeyRecord(query, { ...(file !== undefined && { file }) })
    const place = { source: 'keychain', place: keychainEntry(url, keyLogin).service } as const
    const reason = `not opened, since ${winner.source} comes first`
    if (record === undefined) onAttempt?.({ ...place, outcome: 'skipped', reason })
    else onAttempt?.({ ...place, outcome: 'shadowed', reason: describeKeyRecord(record) })
    return undefined
  }
}
