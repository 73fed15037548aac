import { isatty } from 'node:tty'
import { childEnvironment } from '../child/child-environment.ts'
import { runChild } from '../child/run-child.ts'
import type { Environment } from '../environment.ts'
import { Secret } from '../secret.ts'
import {
  lockedKeychain,
  missingKeyring,
  silentKeychain,
  unloadableKeytar,
  withoutBus,
  withoutKeytar,
  withoutSecretService,
} from './keychain-advice.ts'
import type { KeychainEntry } from './keychain-entry.ts'
import { keychainError } from './keychain-trouble.ts'
import { keytarWorker } from './keytar-worker.ts'
import { locateKeytar } from './locate-keytar.ts'
import { troubleOf } from './native-words.ts'
import { askSecretService, busAddress, type SecretServiceState } from './secret-service.ts'
import type { SystemKeychainOptions } from './system-keychain.ts'

const { platform } = process
const isLinux = platform === 'linux'
/** Windows takes 2,560 bytes; a Secret Service more than anybody has. */
const mostAnswerBytes = 2 ** 23

type KeytarCall = readonly [
  method: 'getPassword' | 'setPassword' | 'deletePassword',
  ...args: string[],
]

/** What the worker answers; see its own words. */
interface Answer {
  readonly results?: readonly unknown[]
  readonly failed?: string
  readonly missing?: string
}

/** Reads a secret; `undefined` when the keychain says that there is no such entry. */
export async function getSecret(
  entry: KeychainEntry,
  options: SystemKeychainOptions,
): Promise<Secret | undefined> {
  const session = begin(entry, options)
  const [value] = await session.call(['getPassword', entry.service, entry.account])
  if (typeof value === 'string') return new Secret(value)
  await session.assertNotLocked()
  return undefined
}

/** Stores a secret, and reads it back before it says so. */
export async function setSecret(
  entry: KeychainEntry,
  secret: Secret,
  options: SystemKeychainOptions,
): Promise<void> {
  const { service, account } = entry
  const value = secret.reveal()
  const session = begin(entry, options)
  const set: KeytarCall = ['setPassword', service, account, value]
  const [, kept] = await session.call(set, ['getPassword', service, account])
  if (typeof kept === 'string' && new Secret(kept).equals(secret)) return
  await session.assertNotLocked()
  const message = 'The keychain does not hold what was just stored in it; store the key again'
  throw keychainError('failed', message)
}

/** Removes an entry, and says whether there was one. */
export async function deleteSecret(
  entry: KeychainEntry,
  options: SystemKeychainOptions,
): Promise<boolean> {
  const session = begin(entry, options)
  const [isDeleted] = await session.call(['deletePassword', entry.service, entry.account])
  if (isDeleted === true) return true
  await session.assertNotLocked()
  return false
}

interface Session {
  /** Makes the calls in one process, in order, and answers with what each returned. */
  call(...calls: readonly KeytarCall[]): Promise<readonly unknown[]>
  /** Throws when "no such entry" only means that the keyring is locked. */
  assertNotLocked(): Promise<void>
}

function begin(entry: KeychainEntry, options: SystemKeychainOptions): Session {
  const { timeoutMs = isPersonThere() ? 60_000 : 5_000 } = options
  const deadline = performance.now() + timeoutMs
  // Elsewhere the session is not a matter of the environment, and a process cannot do without it.
  const environment = isLinux ? (options.environment ?? process.env) : process.env
  const address = isLinux ? busAddress(environment) : undefined
  if (isLinux && address === undefined && !environment['DISPLAY']) throw withoutBus()

  const ask = async (): Promise<SecretServiceState | undefined> => {
    try {
      return await askSecretService(address ?? '', entry, deadline - performance.now())
    } catch (error) {
      if (performance.now() >= deadline) throw silentKeychain(timeoutMs)
      if (isDeadSocket(error)) throw withoutBus()
      const why = error instanceof Error ? error.message : String(error)
      throw keychainError('failed', `It cannot be told whether the keychain is locked: ${why}`)
    }
  }

  return {
    async call(...calls) {
      const answer = await runWorker(
        options.keytar ?? locateKeytar(),
        calls,
        environment,
        timeoutMs,
      )
      if (answer.results !== undefined) return answer.results
      const said = withoutSecrets(answer.missing ?? answer.failed ?? '', calls)
      if (answer.missing !== undefined) throw unloadableKeytar(platform, said)
      if (isLinux) throwByState(await ask(), calls)
      const trouble = troubleOf(platform, said)
      if (trouble === 'locked') throw lockedKeychain(platform)
      throw keychainError(trouble, `The keychain refuses: ${said}`)
    },
    async assertNotLocked() {
      if (!isLinux) return
      const state = await ask()
      if (state === undefined) throw withoutSecretService()
      if (state.isEntryLocked) throw lockedKeychain(platform)
    },
  }
}

/** Throws when the state of the Secret Service is why the calls failed. */
function throwByState(state: SecretServiceState | undefined, calls: readonly KeytarCall[]): void {
  if (state === undefined) throw withoutSecretService()
  const isNew = calls.some(([method]) => method === 'setPassword')
  if (state.isEntryLocked || (isNew && state.keyring === 'locked')) throw lockedKeychain(platform)
  if (isNew && state.keyring === 'missing') throw missingKeyring()
}

async function runWorker(
  keytar: string | undefined,
  calls: readonly KeytarCall[],
  environment: Environment,
  timeoutMs: number,
): Promise<Answer> {
  if (keytar === undefined) throw withoutKeytar()
  const ended = await runChild({
    program: process.execPath,
    args: ['-e', keytarWorker],
    // Options for this program are none for the worker, and extra certificates slow its start.
    environment: childEnvironment(environment, ['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS']),
    input: `${JSON.stringify({ keytar, calls })}\n`,
    timeoutMs,
    maxBytes: mostAnswerBytes,
  })
  switch (ended.end) {
    case 'timeout':
      throw silentKeychain(timeoutMs)
    case 'too long':
      throw keychainError('failed', 'The keychain answers with more than a secret')
    case 'not started':
      throw keychainError('failed', `The process for the keychain does not start: ${ended.reason}`)
    case 'exit':
      return parseAnswer(ended.stdout.toString('utf8'), ended.code)
  }
}

function parseAnswer(text: string, code: number | null): Answer {
  try {
    return JSON.parse(text) as Answer
  } catch {
    // The parser's own message would quote the text.
    const how = code === null ? 'was killed' : `ended with code ${code}`
    throw keychainError('failed', `The process for the keychain ${how} without an answer`)
  }
}

function withoutSecrets(text: string, calls: readonly KeytarCall[]): string {
  const secrets = calls.flatMap(([method, ...args]) => (method === 'setPassword' ? args[2] : []))
  return secrets.reduce<string>((said, secret = '') => said.replaceAll(secret, '****'), text)
}

/** The address of a bus that has ended, as of a session that somebody logged out of. */
function isDeadSocket(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOENT' || code === 'ECONNREFUSED'
}

/** Somebody who can answer a prompt: input or talk goes to a terminal. */
function isPersonThere(): boolean {
  return isatty(0) || isatty(2)
}
