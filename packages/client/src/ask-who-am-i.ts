import type { Call } from './call.ts'
import type { Taken } from './guest-check.ts'
import type { Identity } from './identity.ts'
import { parseAnswer } from './parse-answer.ts'
import { requestUrl } from './request-url.ts'
import type { Transport } from './transport/transport.ts'

interface Asking {
  readonly base: URL
  readonly transport: Transport
  readonly identity: Identity
}

const goodForMs = 60_000
const mostDoubts = 3
const takenAt = new WeakMap<Identity, number>()
const doubts = new WeakMap<Identity, number>()
const underWay = new WeakMap<Identity, Promise<Taken>>()

/**
 * Says whether a server takes an identity for a guest. It is asked once a minute at the most, once for all
 * calls that want to know at the same time, and no more after three questions without an answer.
 */
export async function isTakenForGuest(
  call: Call,
  asking: Asking,
  now: () => number,
): Promise<boolean> {
  const { identity } = asking
  const last = takenAt.get(identity)
  if (last !== undefined && now() - last < goodForMs) return false
  const doubt = doubts.get(identity) ?? 0
  if (doubt >= mostDoubts) return false
  let question = underWay.get(identity)
  if (question === undefined) {
    // Others wait for it, so that the signal of the one who came first must not end it.
    question = askWhoAmI({ ...call, signal: undefined }, asking)
    underWay.set(identity, question)
  }
  let taken: Taken
  try {
    taken = await question
  } finally {
    underWay.delete(identity)
  }
  if (taken === 'user') takenAt.set(identity, now())
  if (taken === undefined) doubts.set(identity, doubt + 1)
  return taken === 'guest'
}

/**
 * Asks `login-whoami` whom a server takes an identity for, by a GET, which needs no CSRF token.
 *
 * @param call the one that is in doubt; the question has its signal and its time
 */
export async function askWhoAmI(call: Call, asking: Asking): Promise<Taken> {
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
