import type { ByteStream } from '../call.ts'
import type { LabKeyClient } from '../create-client.ts'
import { checkTransfer } from './check-transfer.ts'
import { filesCall, type PathOptions } from './files-call.ts'

/** Which file, from where on. */
export interface DownloadOptions extends PathOptions {
  /** The first byte to read, counted from 0. Default: 0. */
  readonly offset?: number
  /** With `offset`: the tag of the file whose beginning is there already. Another file comes whole. */
  readonly etag?: string
  /**
   * Over how many connections, 16 at the most. More than one need 4 MiB of memory each, and servers that know ranges;
   * others are read over one. Default: 1.
   */
  readonly connections?: number
}

/** A file as it arrives. */
export interface Download {
  /**
   * Its bytes, to be read once; leaving the loop early closes the connection. Where the connection breaks, it goes on
   * from there, as often as `retry` of the client says, unless the file has changed.
   */
  readonly body: ByteStream
  /** From the root, as `/raw/plate7.csv`. */
  readonly path: string
  /** The first byte of `body`: `offset`, or 0 when the file is not the one of `etag` any more. */
  readonly from: number
  /** Of the whole file, in bytes; absent where the server does not say it. */
  readonly size?: number
  /** Changes with every change of the content. */
  readonly etag?: string
  readonly modified?: Date
  /** By the ending of the name, as `text/csv`. */
  readonly contentType?: string
}

/** `GET` with `Range` and `If-Range`: LabKey 24.11, `DavController.serveResource`. */
export async function download(labkey: LabKeyClient, options: DownloadOptions): Promise<Download> {
  const call = filesCall(labkey, options, {
    name: 'files.download',
    takes: {
      path: 'text!',
      root: 'text',
      offset: 'integer',
      etag: 'text',
      connections: 'integer',
    },
    get: 'webdav-download',
    sends: checkTransfer,
  })
  const { openDownload } = await import('./open-download.ts')
  return openDownload(call, call.values)
}
