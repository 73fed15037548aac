import type { PeerCertificate } from 'node:tls'
import { printable } from '../printable.ts'
import { fail, ok, warn, type Finding } from './finding.ts'

/** What a server showed, and what OpenSSL and Node say against it, by code. */
export interface Certificate {
  readonly problem: string | undefined
  readonly peer: PeerCertificate
}

const dayMs = 24 * 60 * 60 * 1000
const soonDays = 21

/** Says whether a certificate is good for a host, and how to mend what is wrong with it. */
export function judgeCertificate({ problem, peer }: Certificate, host: string): Finding {
  const issuer = printable(String(peer.issuer?.O ?? peer.issuer?.CN ?? 'an unnamed authority'))
  const end = Date.parse(peer.valid_to)
  const days = Math.floor((end - Date.now()) / dayMs)
  switch (problem) {
    case undefined:
      return days < soonDays
        ? warn(
            'tls',
            `the certificate by ${issuer} ends in ${days} days`,
            'tell who runs the server',
          )
        : ok('tls', `certificate by ${issuer}, good for ${days} days`)
    case 'CERT_HAS_EXPIRED':
      return fail(
        'tls',
        `the certificate by ${issuer} has expired: it was good until ${dayOf(peer.valid_to)}`,
        'check the clock of this machine; if it is right, tell who runs the server',
      )
    case 'CERT_NOT_YET_VALID':
      return fail(
        'tls',
        `the certificate by ${issuer} is not good before ${dayOf(peer.valid_from)}`,
        'check the clock of this machine; if it is right, tell who runs the server',
      )
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return fail(
        'tls',
        `the certificate by ${issuer} is not for ${host}, but for ${namesIn(peer)}`,
        'use the name that the certificate has; if it is another server, somebody may be in between',
      )
    default:
      return fail(
        'tls',
        `the certificate by ${issuer} is not trusted (${problem})`,
        'get the certificate of the authority from who runs the server, and start with NODE_EXTRA_CA_CERTS=FILE',
      )
  }
}

function dayOf(date: string): string {
  return new Date(date).toISOString().slice(0, 10)
}

function namesIn({ subjectaltname, subject }: PeerCertificate): string {
  const names = subjectaltname?.replaceAll(/(?:DNS|IP Address):/g, '') ?? String(subject?.CN)
  return printable(names.slice(0, 200))
}
