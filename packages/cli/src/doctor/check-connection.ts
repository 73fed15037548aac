import { lookup } from 'node:dns/promises'
import { connect, isIP } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Environment } from '@wellkey/credentials'
import { machineOf } from '../sources.ts'
import { fail, ok, warn, type Finding } from './finding.ts'
import { judgeCertificate, type Certificate } from './judge-certificate.ts'

const timeoutMs = 10_000

/** Looks at the way to the server: its name, its port, its certificate, and proxies. */
export async function* checkConnection(
  url: URL,
  environment: Environment,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  const proxy = checkProxy(url, environment)
  yield proxy
  const host = machineOf(url)
  const isDirect = proxy.state === 'ok'
  // Behind a proxy, what cannot be reached straight may well be reached.
  const bad = isDirect ? fail : warn
  try {
    const addresses = await lookup(host, { all: true })
    yield ok('dns', `${host} is ${addresses.map(({ address }) => address).join(', ')}`)
  } catch (error) {
    const words = `${host} has no address here (${codeOf(error)})`
    yield bad('dns', words, 'check the spelling of the host, and whether you need the VPN')
    return
  }
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  const isTls = url.protocol === 'https:'
  try {
    const startedAt = performance.now()
    const certificate = await open(host, port, isTls, signal)
    const ms = Math.round(performance.now() - startedAt)
    yield ok('tcp', `port ${port} answers in ${ms} ms`)
    if (certificate !== undefined) yield judgeCertificate(certificate, host)
    else yield ok('tls', 'none: plain http: to this machine')
  } catch (error) {
    if (signal.aborted) throw error
    const words = `port ${port} of ${host} does not answer (${codeOf(error)})`
    yield bad(
      'tcp',
      words,
      'check the port, the firewall and the VPN, and that the server is running',
    )
  }
}

/** Opens a connection and closes it; answers with the certificate that the server shows. */
async function open(
  host: string,
  port: number,
  isTls: boolean,
  signal: AbortSignal,
): Promise<Certificate | undefined> {
  return new Promise((resolve, reject) => {
    // It is opened to be looked at; no key travels on it.
    const socket = isTls
      ? connectTls({ host, port, ...nameFor(host), rejectUnauthorized: false })
      : connect({ host, port })
    const end = (error: Error): void => void socket.destroy(error)
    const stop = (): void => end(new Error('stopped'))
    signal.addEventListener('abort', stop, { once: true })
    socket.setTimeout(timeoutMs, () =>
      end(Object.assign(new Error('silent'), { code: 'ETIMEDOUT' })),
    )
    socket.once('error', reject)
    socket.once('close', () => signal.removeEventListener('abort', stop))
    socket.once(isTls ? 'secureConnect' : 'connect', () => {
      if (!('getPeerCertificate' in socket)) resolve(undefined)
      else {
        const problem: unknown = socket.authorizationError
        const peer = socket.getPeerCertificate()
        resolve({ problem: problem ? codeOf(problem) : undefined, peer })
      }
      socket.destroy()
    })
  })
}

/** RFC 6066, 3: an address is no name to ask for. */
function nameFor(host: string): { readonly servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {}
}

/** A proxy is named by its variable and host; its login is nobody's business. */
function checkProxy(url: URL, environment: Environment): Finding {
  const names =
    url.protocol === 'https:' ? ['https_proxy', 'all_proxy'] : ['http_proxy', 'all_proxy']
  for (const name of names.flatMap((lower) => [lower, lower.toUpperCase()])) {
    const value = environment[name]?.trim()
    if (value === undefined || value === '') continue
    const full = /^[a-z]+:\/\//i.test(value) ? value : `http://${value}`
    if (!URL.canParse(full)) return fail('proxy', `${name} is not a URL`, `mend or unset ${name}`)
    const { host } = new URL(full)
    return warn(
      'proxy',
      `${name} names ${host}; the lines on dns, tcp and tls go straight and not through it`,
      'if the server needs no proxy, name it in NO_PROXY',
    )
  }
  return ok('proxy', 'none')
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code)
  return error instanceof Error ? error.message : String(error)
}
