// Certificates of an authority made for one test run, by openssl.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Certificates {
  /** The authority's certificate. */
  readonly ca: string
  /** For labkey.example.test, localhost and 127.0.0.1. */
  readonly server: { readonly cert: string; readonly key: string }
  /** Of a client whom the authority knows. */
  readonly client: { readonly cert: string; readonly key: string }
}

export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export function createCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'wellkey-certificates-'))
  const run = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  const elliptic = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  try {
    run(
      'req',
      '-x509',
      ...elliptic,
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-days',
      '2',
      '-subj',
      '/CN=Test authority',
    )
    const leaf = (name: string, extensions: string) => {
      writeFileSync(join(folder, `${name}.ext`), extensions)
      run(
        'req',
        ...elliptic,
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.csr`,
        '-subj',
        `/CN=${name}`,
      )
      run(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca.key',
        '-CAcreateserial',
        '-out',
        `${name}.pem`,
        '-days',
        '2',
        '-extfile',
        `${name}.ext`,
      )
      return { cert: read(`${name}.pem`), key: read(`${name}.key`) }
    }
    return {
      server: leaf('server', 'subjectAltName=DNS:labkey.example.test,DNS:localhost,IP:127.0.0.1'),
      client: leaf('client', 'extendedKeyUsage=clientAuth'),
      ca: read('ca.pem'),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
