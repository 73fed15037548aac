import {
  describeSource,
  isLoopback,
  keyLogin,
  type Credential,
  type CredentialSource,
} from '@wellkey/credentials'
import { explain } from './explain.ts'

/** What an explanation of a refusal is made of; all of it may be shown. */
export interface Refusal {
  /** The base URL, without a slash at its end. */
  readonly server: string
  /** What was asked for: `query lists.Patients in /Demo Study`. */
  readonly subject: string
  /** `undefined` for an anonymous client. */
  readonly credential: Credential | undefined
  /** LabKey's words, scrubbed. */
  readonly said: string | undefined
  /** What is remembered of the key: `session key, stored 2 h ago`. */
  readonly known: string | undefined
}

/** A message for people and, apart from it, its next step. */
export interface Explanation {
  readonly message: string
  readonly hint: string
}

/** Explains a 401: which credential was refused, where it came from, why, and what to do. */
export function explainUnauthorized({
  server,
  subject,
  credential,
  said,
  known,
}: Refusal): Explanation {
  if (credential === undefined) {
    const hint = 'use a client with credentials, or ask an administrator to let guests read'
    return {
      hint,
      message: explain(`LabKey at ${server} does not let guests do this (401): ${subject}`, [
        ['said', quoted(said)],
        ['why', 'the client is anonymous, and the container is closed to guests'],
        ['next', hint],
      ]),
    }
  }
  if (credential.login !== keyLogin) {
    const hint = `check it by signing in at ${server}/login-login.view; a key is better: ${newKey(server, credential)}`
    return {
      hint: oneLine(hint),
      message: explain(`LabKey at ${server} refused the password (401) for ${subject}`, [
        ['login', sourceText(credential)],
        ['said', quoted(said)],
        ['why', 'the password is wrong or has expired, or the account is locked or deactivated'],
        ['next', hint],
      ]),
    }
  }
  const hint = newKey(server, credential)
  return {
    hint: oneLine(hint),
    message: explain(`LabKey at ${server} refused the key (401) for ${subject}`, [
      ['key', sourceText(credential)],
      ['kept', known],
      ['said', quoted(said)],
      ['why', keyEnds],
      ['next', hint],
    ]),
  }
}

/** Explains an answer as to a guest although a credential was sent. */
export function explainGuest({ server, subject, credential, known }: Refusal): Explanation {
  const hint = credential === undefined ? '' : newKey(server, credential)
  return {
    hint: oneLine(hint),
    message: explain(`LabKey at ${server} took the key for no key and answered as to a guest`, [
      ['key', credential && sourceText(credential)],
      ['kept', known],
      ['asked', subject],
      ['why', `${keyEnds};\nservers before LabKey 24.7.1 do not refuse such a key`],
      ['next', hint],
    ]),
  }
}

const keyEnds =
  'a session key ends with its browser session (sign-out, or 30 minutes without use);\nan API key ends when it expires or is deleted'

function sourceText({ login, source }: Credential): string {
  const machine = source.machine === undefined ? '' : `machine ${source.machine}, `
  return `${describeSource(source)} (${machine}login ${login})`
}

function newKey(server: string, { source }: Credential): string {
  const page = `make a new key at ${server}/security-externalToolsView.view`
  switch (source.kind) {
    case 'environment':
      return `${page},\nthen put it into ${source.place}`
    case 'explicit':
    case 'custom':
      return `${page},\nthen hand it to the program in place of the old one`
    case 'command':
      return `${page},\nthen store it where ${source.place} finds it`
    case 'keychain':
    case 'netrc':
      return `${page},\nthen store it: ${loginCommand(server, source)}`
  }
}

/** What stores a key in place of the one that was refused; anywhere else, the old one could go on to win. */
function loginCommand(server: string, { kind, file }: CredentialSource): string {
  const { protocol, hostname } = new URL(server)
  const words = ['wellkey', 'login', server]
  if (kind === 'netrc' && file !== undefined) words.push('--file', shellWord(file))
  else words.push('--store', kind)
  if (protocol === 'http:' && !isLoopback(hostname)) words.push('--allow-insecure-http')
  return words.join(' ')
}

function shellWord(text: string): string {
  if (/^[\w@%+=:,./\\~-]+$/.test(text)) return text
  // A double quote cannot be in a file's name on Windows, whose shells do not know the other ones.
  return process.platform === 'win32' ? `"${text}"` : `'${text.replaceAll("'", `'\\''`)}'`
}

function quoted(said: string | undefined): string | undefined {
  return said === undefined ? undefined : `"${said}"`
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ')
}
