// A handshake that fails shows neither the key, nor what was to be sent, nor the client's own certificate.
import { createServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createClient, filter, fromValue, type LabKeyNetworkError } from '@wellkey/client'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createCertificates, hasOpenssl } from './certificates.ts'
import { leaksOf } from './leak-surfaces.ts'
import { rejection, sampleKey } from './recording-server.ts'

const secure = hasOpenssl()
const made = secure ? createCertificates() : undefined
const stranger = secure ? createCertificates() : undefined
const passphrase = 'PASSPHRASE-OF-THE-CLIENT'
const patient = 'PATIENT-JANE-DOE'

/** The longest line of a PEM text, which no message has by chance. */
const lineOf = (pem = '') => pem.split('\n')[1] ?? ''

async function listen(host: string, options: ServerOptions): Promise<number> {
  const server = createServer({ ...made?.server, ...options }, (_request, response) =>
    response.end(),
  )
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

const failures = [
  {
    name: 'an authority that nobody trusts',
    host: 'localhost',
    ca: undefined,
    says: /ISSUER|SELF_SIGNED|UNABLE_TO_VERIFY/,
  },
  {
    name: 'another authority',
    host: 'localhost',
    ca: stranger?.ca,
    says: /ISSUER|SELF_SIGNED|UNABLE_TO_VERIFY|SIGNATURE/,
  },
  {
    name: 'a certificate for another host',
    host: '127.0.0.2',
    ca: made?.ca,
    says: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
  },
  {
    name: 'a server that does not know the client',
    host: 'localhost',
    ca: made?.ca,
    server: { ca: made?.ca ?? '', requestCert: true, rejectUnauthorized: true },
    says: /^ECONNRESET$|ALERT|^EPIPE$/,
  },
  {
    name: 'versions of TLS that do not meet',
    host: 'localhost',
    ca: made?.ca,
    server: { maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' },
    says: /^ERR_SSL_|^EPROTO$|^ECONNRESET$/,
  },
] as const

describe.skipIf(!secure)('nothing secret leaves with a failed handshake', () => {
  test.each(failures)('$name', async ({ host, ca, says, ...others }) => {
    const address = host === 'localhost' ? '127.0.0.1' : host
    const port = await listen(address, 'server' in others ? others.server : {})
    const labkey = createClient({
      baseUrl: `https://${host}:${port}`,
      environment: {},
      credentials: fromValue(sampleKey),
      retry: false,
      timeoutMs: 10_000,
      tls: { ...(ca !== undefined && { ca }), ...stranger?.client, passphrase },
    })
    for (const call of [
      () =>
        labkey.query.selectRows({
          schemaName: 'lists',
          queryName: 'Patients',
          filters: [filter('Name').eq(patient)],
        }),
      () =>
        labkey.query.insertRows({ schemaName: 'lists', queryName: 'x', rows: [{ Name: patient }] }),
    ]) {
      const error = await rejection(call())
      expect((error as LabKeyNetworkError).systemCode).toMatch(says)
      expect(error).toMatchObject({ name: 'LabKeyNetworkError', code: 'ERR_LABKEY_NETWORK' })
      const marks = {
        'the key': sampleKey,
        'the Basic value': Buffer.from(`apikey:${sampleKey}`).toString('base64').replace(/=+$/, ''),
        'the body': patient,
        'the passphrase': passphrase,
        'the key of the client': lineOf(stranger?.client.key),
        'the certificate of the client': lineOf(stranger?.client.cert),
      }
      for (const mark of Object.values(marks)) expect(mark.length).toBeGreaterThan(10)
      expect(leaksOf(error, marks)).toEqual([])
      expect(error).not.toHaveProperty('cause')
    }
  })
})
