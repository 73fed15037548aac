import type { LabKeyClient } from '../create-client.ts'
import { checkTransfer } from './check-transfer.ts'
import { filesCall, type FilesOptions } from './files-call.ts'
import type { SyncStep } from './plan-sync.ts'

/** Which folders are to have the same, and how. */
export interface SyncOptions extends FilesOptions {
  /** The folder on this machine. For a download it is made, with those above it. */
  readonly folder: string
  /** The folder on the server, as `raw/2024`. For an upload it is made, with those above it. Default: the root. */
  readonly path?: string
  /** `upload` changes the server only, `download` this machine only. */
  readonly direction: 'upload' | 'download'
  /** Whether to delete what the source has not got; a folder goes with everything in it. Default: false. */
  readonly delete?: boolean
  /** Whether to compare the bytes of files whose size and date are equal, too. Default: false. */
  readonly checksum?: boolean
  /** Whether to tell the steps and change nothing. Default: false. */
  readonly dryRun?: boolean
  /** The most files under way at a time, 16 at the most. Default: 4. */
  readonly concurrency?: number
  /** Called when a step is done. */
  readonly onProgress?: (progress: SyncProgress) => void
}

/** How far a sync has come. */
export interface SyncProgress {
  readonly step: SyncStep
  /** How many steps are done, with this one. */
  readonly done: number
  readonly total: number
  /** Transferred so far. */
  readonly bytes: number
}

/** What a sync has done, or, with `dryRun`, would do. */
export interface SyncResult {
  /** In their order; files that need nothing are in none. */
  readonly steps: readonly SyncStep[]
  /** How many files were the same on both sides. */
  readonly same: number
  /** Transferred, or to be transferred. */
  readonly bytes: number
}

/** Lists, `MD5SUM`, then what has to be done: the use of Rlabkey 3.4.1's `labkey.webdav.downloadFolder`, both ways. */
export async function sync(labkey: LabKeyClient, options: SyncOptions): Promise<SyncResult> {
  const call = filesCall(labkey, options, {
    name: 'files.sync',
    takes: {
      folder: 'text!',
      path: 'text',
      root: 'text',
      direction: 'upload|download!',
      delete: 'flag',
      checksum: 'flag',
      dryRun: 'flag',
      concurrency: 'integer',
      onProgress: 'own',
    },
    post: 'webdav-sync',
    sends: checkTransfer,
  })
  const { runSync } = await import('./run-sync.ts')
  return runSync(call)
}
