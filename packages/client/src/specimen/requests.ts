import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { NotFound } from '../found.ts'
import { isObject, type Json } from '../read-json.ts'
import type { SpecimenRequest } from './specimen.ts'

/** Which requests. */
export interface GetOpenRequestsOptions extends CallOptions {
  /** Those of other users, too. Default: false. */
  readonly allUsers?: boolean
}

/** Which request. */
export interface SpecimenRequestOptions extends CallOptions {
  readonly requestId: number
}

/** Vials of a request. */
export interface RequestVialsOptions extends SpecimenRequestOptions {
  readonly vialIds: readonly string[]
  /** What `vialIds` are. Default: `GlobalUniqueId`. */
  readonly idType?: 'GlobalUniqueId' | 'RowId'
}

/** Specimens of a request. */
export interface AddSpecimensOptions extends SpecimenRequestOptions {
  /** As `specimenHash` of vials. LabKey chooses the vials. */
  readonly specimenHashes: readonly string[]
  /** The row id of a location. Default: any. */
  readonly preferredLocation?: number
}

const vials = {
  requestId: 'integer!',
  vialIds: 'texts!',
  idType: 'GlobalUniqueId|RowId',
} as const

// The controller is `specimen-api`, before LabKey 21 `study-samples-api`, which is its alias since: `SpecimenModule.java`.

/** `specimen-api-getOpenRequests`: labkey-api-js 1.35.3, `src/labkey/Specimen.ts`. */
export function getOpenRequests(
  labkey: LabKeyClient,
  options?: GetOpenRequestsOptions,
): Promise<readonly SpecimenRequest[]> {
  return ask(
    labkey,
    options,
    {
      name: 'specimen.getOpenRequests',
      takes: { allUsers: 'flag' },
      read: 'specimen-api-getOpenRequests',
    },
    ({ objects }) => objects('requests').map(requestOf),
  )
}

/** `specimen-api-getRequest`: labkey-api-js 1.35.3, `src/labkey/Specimen.ts`. */
export function getRequest(
  labkey: LabKeyClient,
  options: SpecimenRequestOptions,
): Promise<SpecimenRequest> {
  return ask(
    labkey,
    options,
    {
      name: 'specimen.getRequest',
      takes: { requestId: 'integer!' },
      read: 'specimen-api-getRequest',
    },
    ({ object }) => requestOf(object('request')),
  )
}

/** `specimen-api-cancelRequest`: labkey-api-js 1.35.3, `src/labkey/Specimen.ts`. */
export function cancelRequest(
  labkey: LabKeyClient,
  options: SpecimenRequestOptions,
): Promise<void> {
  return ask(
    labkey,
    options,
    {
      name: 'specimen.cancelRequest',
      takes: { requestId: 'integer!' },
      post: 'specimen-api-cancelRequest',
    },
    () => undefined,
  )
}

/** `specimen-api-addSpecimensToRequest`: labkey-api-js 1.35.3, `src/labkey/Specimen.ts`. */
export function addSpecimensToRequest(
  labkey: LabKeyClient,
  options: AddSpecimensOptions,
): Promise<SpecimenRequest | undefined> {
  return ask(
    labkey,
    options,
    {
      name: 'specimen.addSpecimensToRequest',
      takes: { requestId: 'integer!', specimenHashes: 'texts!', preferredLocation: 'integer' },
      post: 'specimen-api-addSpecimensToRequest',
    },
    changed,
  )
}

/** `specimen-api-addVialsToRequest`: labkey-api-js 1.35.3, `src/labkey/Specimen.ts`. */
export function addVialsToRequest(
  labkey: LabKeyClient,
  options: RequestVialsOptions,
): Promise<SpecimenRequest | undefined> {
  return ask(
    labkey,
    options,
    {
      name: 'specimen.addVialsToRequest',
      takes: vials,
      post: 'specimen-api-addVialsToRequest',
      sends: (values) => ({ json: { idType: 'GlobalUniqueId', ...values } }),
    },
    changed,
  )
}

/** `specimen-api-removeVialsFromRequest`: labkey-api-js 1.35.3, `src/labkey/Specimen.ts`. */
export function removeVialsFromRequest(
  labkey: LabKeyClient,
  options: RequestVialsOptions,
): Promise<SpecimenRequest | undefined> {
  return ask(
    labkey,
    options,
    {
      name: 'specimen.removeVialsFromRequest',
      takes: vials,
      post: 'specimen-api-removeVialsFromRequest',
      sends: (values) => ({ json: { idType: 'GlobalUniqueId', ...values } }),
    },
    changed,
  )
}

/** Some servers tell the request as it is then, some only that it went well. */
function changed({ json }: { readonly json: Json }): SpecimenRequest | undefined {
  const { request } = json
  return isObject(request) ? requestOf(request) : undefined
}

function requestOf(json: Json): SpecimenRequest {
  const { requestId } = json
  if (typeof requestId !== 'number') throw new NotFound('requestId')
  return { ...json, requestId }
}
