import type { LabKeyClient } from '../create-client.ts'
import { checkTransfer } from './check-transfer.ts'
import { filesCall, type PathOptions } from './files-call.ts'
import type { TransferProgress } from './upload.ts'

/** Which file goes where. */
export interface DownloadToOptions extends PathOptions {
  /** The name of the file on this machine; its folder must be there. */
  readonly file: string
  /** Whether a file that is there may be replaced. Default: false. */
  readonly overwrite?: boolean
  /** Whether to ask the server for the MD5 of what it has, and compare. Default: true. */
  readonly verify?: boolean
  /** As for `download`. Default: 1. */
  readonly connections?: number
  /** Called as bytes are written. */
  readonly onProgress?: (progress: TransferProgress) => void
}

/** What has been written. */
export interface DownloadedFile {
  /** From the root, as `/raw/plate7.csv`. */
  readonly path: string
  /** On this machine, from its root. */
  readonly file: string
  readonly size: number
  /** Of the file on this machine, in hexadecimal digits. */
  readonly md5: string
  /** The server has a file of this MD5. False without `verify`, and where it makes none. */
  readonly verified: boolean
  /** So many bytes were there from an earlier time. */
  readonly resumedFrom: number
}

/** `GET` with `Range` and `If-Range`, then `MD5SUM`: LabKey 24.11, `DavController`; Rlabkey 3.4.1, `labkey.webdav.get`. */
export async function downloadTo(
  labkey: LabKeyClient,
  options: DownloadToOptions,
): Promise<DownloadedFile> {
  const call = filesCall(labkey, options, {
    name: 'files.downloadTo',
    takes: {
      path: 'text!',
      root: 'text',
      file: 'text!',
      overwrite: 'flag',
      verify: 'flag',
      connections: 'integer',
      onProgress: 'own',
    },
    get: 'webdav-downloadTo',
    sends: checkTransfer,
  })
  const { writeDownload } = await import('./fetch-file.ts')
  return writeDownload(call)
}
