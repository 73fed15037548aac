import { get as getPlain } from 'node:http'
import { get as getSecure } from 'node:https'
import type { IncomingHttpHeaders } from 'node:http'
import { printable } from '../printable.ts'
import { fail, ok, warn, type Finding } from './finding.ts'

const timeoutMs = 10_000
/** From here on certificates and the ends of keys begin to be judged wrongly. */
const mostSkewMs = 5 * 60 * 1000

/** Looks at what a guest is answered: release, clock, cookies, CSRF token. Nothing secret is sent. */
export async function* checkAnswer(
  base: URL,
  now: () => Date,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  let headers: IncomingHttpHeaders
  try {
    headers = await ask(new URL('login-whoami.api', base), signal)
  } catch (error) {
    if (signal.aborted) throw error
    const why = error instanceof Error ? error.message : String(error)
    yield warn('answer', `no answer without a proxy: ${printable(why)}`, 'see the lines above')
    return
  }
  yield release(headers)
  yield clock(headers, now())
  yield* cookies(headers, base)
}

async function ask(url: URL, signal: AbortSignal): Promise<IncomingHttpHeaders> {
  const get = url.protocol === 'https:' ? getSecure : getPlain
  return new Promise((resolve, reject) => {
    const request = get(url, { signal, timeout: timeoutMs, agent: false }, (answer) => {
      answer.resume()
      resolve(answer.headers)
    })
    request.on('timeout', () => request.destroy(new Error('it is silent'))).on('error', reject)
  })
}

function release(headers: IncomingHttpHeaders): Finding {
  const [, version] = /^LabKey\/(\d+\.\d+\S*)/.exec(String(headers['server'] ?? '')) ?? []
  if (version === undefined) return ok('release', 'the server does not tell it')
  const [year = 0, part = 0] = version.split('.').map(Number)
  const said = `LabKey ${printable(version)}`
  if (year * 100 + part >= 2407) return ok('release', said)
  return warn(
    'release',
    `${said} answers to a bad key as to a guest`,
    'wellkey asks who it is; update the server to 24.7 or newer',
  )
}

function clock({ date }: IncomingHttpHeaders, now: Date): Finding {
  const skewMs = Date.parse(date ?? '') - now.getTime()
  if (Number.isNaN(skewMs)) return ok('clock', 'the server does not tell its time')
  const seconds = Math.round(Math.abs(skewMs) / 1000)
  if (Math.abs(skewMs) <= mostSkewMs) return ok('clock', `${seconds} s from the server's`)
  const words = `this machine is ${seconds} s ${skewMs > 0 ? 'behind' : 'ahead of'} the server`
  return warn('clock', words, 'set the clock (timedatectl set-ntp true)')
}

function* cookies(headers: IncomingHttpHeaders, base: URL): Generator<Finding> {
  const set = (headers['set-cookie'] ?? []).map((text) => {
    const [, name = ''] = /^([^=;]*)/.exec(text) ?? []
    const [, path = '/'] = /;\s*path=([^;]*)/i.exec(text) ?? []
    return { name, path, isSecure: /;\s*secure\b/i.test(text) }
  })
  const csrf = set.find(({ name }) => name === 'X-LABKEY-CSRF')
  if (csrf === undefined) {
    const fix = 'a proxy may take cookies away; without them nothing can be written'
    yield warn('csrf', 'the server set no X-LABKEY-CSRF cookie', fix)
  } else yield ok('csrf', 'the server sets its token')
  const contextPath = base.pathname.replace(/\/$/, '') || '/'
  const elsewhere = set.find(({ path }) => path !== '/' && path !== contextPath)
  if (elsewhere !== undefined) {
    const where = printable(elsewhere.path)
    const words = `cookies are for ${where}, and the base URL has ${contextPath}`
    yield fail('cookies', words, `use the base URL ${base.origin}${where}`)
  } else if (base.protocol === 'https:' && set.some(({ isSecure }) => !isSecure)) {
    yield warn('cookies', 'a cookie lacks Secure', 'tell who runs the server')
  } else yield ok('cookies', `${set.length} for ${contextPath}`)
}
