import type { LabKeyClient } from '../create-client.ts'
import { checkTransfer } from './check-transfer.ts'
import { LabKeyOptionsError } from '../labkey-options-error.ts'
import type { FilePart } from '../multipart.ts'
import { filesCall, type PathOptions } from './files-call.ts'

/** How far a file has come. */
export interface TransferProgress {
  /** So many bytes are there, or on their way. */
  readonly bytes: number
  /** Of the whole file, where it is known. */
  readonly size?: number
}

/** What to write where. */
export interface UploadOptions extends PathOptions {
  /** A text, bytes, a Blob, or a stream such as `createReadStream('plate7.csv')`, which is sent once. */
  readonly content: FilePart['content']
  /** Whether a file that is there may be replaced. Default: false. */
  readonly overwrite?: boolean
  /** Whether to ask the server for the MD5 of what it has, and compare. Default: true. */
  readonly verify?: boolean
  /** When the content was changed last. Default: now. */
  readonly modified?: Date
  /** Shown beside the file. */
  readonly description?: string
  /** Called as bytes are sent. */
  readonly onProgress?: (progress: TransferProgress) => void
}

/** What has been written. */
export interface UploadedFile {
  /** From the root, as `/raw/plate7.csv`. */
  readonly path: string
  readonly size: number
  /** Of the bytes that were sent, in hexadecimal digits. */
  readonly md5: string
  /** The server has a file of this MD5. False without `verify`, and where it makes none. */
  readonly verified: boolean
}

/** `PUT` with `Overwrite` and `X-LABKEY-Last-Modified`, then `MD5SUM`: LabKey 24.11, `DavController.PutAction`. */
export async function upload(labkey: LabKeyClient, options: UploadOptions): Promise<UploadedFile> {
  const call = filesCall(labkey, options, {
    name: 'files.upload',
    takes: {
      path: 'text!',
      root: 'text',
      content: 'own!',
      overwrite: 'flag',
      verify: 'flag',
      modified: 'own',
      description: 'text',
      onProgress: 'own',
    },
    post: 'webdav-upload',
    sends: checkTransfer,
  })
  if (call.place.path.length === 0) {
    throw new LabKeyOptionsError('files.upload: path must be a file, not the root of all')
  }
  const { sendFile } = await import('./send-file.ts')
  return sendFile(call, call.values)
}
