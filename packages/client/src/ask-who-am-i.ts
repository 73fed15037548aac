import type { Call } from './call.ts'
import type { Taken } from './guest-check.ts'
import type { Identity } from './identity.ts'
import { parseAnswer } from './parse-answer.ts'
import { requestUrl } from './request-url.ts'
import type { Transport } from './transport/transport.ts'

/**
 * Asks `login-whoami` whom a server takes an identity for, by a GET, which needs no CSRF token.
 *
 * @param call the one that is in doubt; the question has its signal and its time
 */
export async function askWhoAmI(
  call: Call,
  asking: { readonly base: URL; readonly transport: Transport; readonly identity: Identity },
): Promise<Taken> {
  const { base, transport, identity } = asking
  const url = requestUrl(base, [], 'login', 'whoami', [])
  const answer = await transport.send(questionOf(call, url), url, identity)
  if (answer.kind !== 'answer') return undefined
  if (answer.status === 401) return 'refused'
  if (answer.status !== 200) return undefined
  const parsed = parseAnswer(answer.text)
  const value = parsed.kind === 'json' ? parsed.value : undefined
  if (typeof value !== 'object' || value === null || !('id' in value)) return undefined
  return value.id === 0 ? 'guest' : 'user'
}

function questionOf(call: Call, url: URL): Call {
  return {
    method: 'GET',
    url,
    action: 'login-whoami',
    subject: 'who am I',
    container: [],
    body: undefined,
    contentType: undefined,
    accept: 'application/json',
    headers: undefined,
    totalTimeoutMs: undefined,
    readOnly: true,
    timeoutMs: call.timeoutMs,
    signal: call.signal,
  }
}
