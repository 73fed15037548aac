/** What a failed connection means for people, and what to check; by Node's system code. */
export function explainSystemCode(systemCode: string | undefined): readonly [string, string] {
  switch (systemCode) {
    case 'ECONNREFUSED':
      return ['nothing listens there', 'check the port, and that the server is running']
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return [
        'the name is not known here',
        'check the spelling of the host, and whether you need the VPN',
      ]
    case 'ETIMEDOUT':
      return ['no connection came up in time', 'check the VPN, the firewall and the port']
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return ['there is no way to that host', 'check the network and the VPN']
    case 'ECONNRESET':
    case 'EPIPE':
      return [
        'it was closed from the other side',
        'try again; the server or a proxy may be restarting',
      ]
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return ['the server does not speak TLS there', 'check the port, and whether it is http:']
    case undefined:
      return [
        'it was closed before the answer was complete',
        'try again; a proxy may limit its length',
      ]
    default:
      return explainOther(systemCode)
  }
}

function explainOther(systemCode: string): readonly [string, string] {
  if (/CERT|ISSUER|SIGNATURE|CHAIN/.test(systemCode)) {
    return [
      'the certificate is not trusted',
      'start Node with NODE_EXTRA_CA_CERTS=FILE, the file being the certificate of the authority that signed it',
    ]
  }
  if (systemCode.startsWith('HPE_')) {
    return ['what answers there does not speak HTTP', 'check the port, and whether it is https:']
  }
  return ['the connection failed', 'check the address and the network']
}
