import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { writeDesign, type DomainDesign } from '../domain/domain-design.ts'
import { objectsOf, type Json } from '../read-json.ts'

/** Which protocol: one that is there, or a new one of a provider. */
export interface GetProtocolOptions extends CallOptions {
  readonly protocolId?: number
  /** As `General`: gives the beginning of a new protocol. */
  readonly providerName?: string
  /** Gives the protocol as the beginning of a copy. Default: false. */
  readonly copy?: boolean
}

/** A protocol to save. */
export interface SaveProtocolOptions extends CallOptions {
  readonly protocol: AssayProtocol
}

/** The design of an assay as a whole. Members that are not named here stay as they are. */
export interface AssayProtocol {
  /** Absent in a new one. */
  readonly protocolId?: number | null
  readonly name?: string
  readonly description?: string | null
  readonly providerName?: string
  /** For batches, runs and results. */
  readonly domains?: readonly DomainDesign[]
  readonly [member: string]: unknown
}

/** `assay-getProtocol`: labkey-api-java 6.3, `assay/GetProtocolCommand.java`. */
export function getProtocol(
  labkey: LabKeyClient,
  options: GetProtocolOptions,
): Promise<AssayProtocol> {
  return ask(
    labkey,
    options,
    {
      name: 'assay.getProtocol',
      takes: { protocolId: 'integer', providerName: 'text', copy: 'flag' },
      get: 'assay-getProtocol',
      sends: (params, read) => {
        if (params.protocolId === undefined) read.requiredText('providerName')
        return { params }
      },
    },
    ({ object }) => protocolOf(object('data')),
  )
}

/** `assay-saveProtocol`: labkey-api-java 6.3, `assay/SaveProtocolCommand.java`. */
export function saveProtocol(
  labkey: LabKeyClient,
  options: SaveProtocolOptions,
): Promise<AssayProtocol> {
  return ask(
    labkey,
    options,
    {
      name: 'assay.saveProtocol',
      takes: { protocol: 'object!' },
      post: 'assay-saveProtocol',
      sends: ({ protocol }) => ({
        json: {
          ...protocol,
          ...(protocol.domains && { domains: protocol.domains.map(writeDesign) }),
        },
      }),
    },
    ({ object }) => protocolOf(object('data')),
  )
}

function protocolOf(json: Json): AssayProtocol {
  return { ...json, domains: objectsOf(json['domains']) }
}
