import type { CreateDirectoryOptions, RemoveOptions, TransferOptions } from './change-files.ts'
import type { Download, DownloadOptions } from './download.ts'
import type { DownloadedFile, DownloadToOptions } from './download-to.ts'
import type { FileEntry } from './file-entry.ts'
import type { PathOptions } from './files-call.ts'
import type { ListFilesOptions } from './list.ts'
import type { SyncOptions, SyncResult } from './sync.ts'
import type { UploadedFile, UploadOptions } from './upload.ts'

/**
 * Files of a container, over WebDAV. Paths are names parted by slashes, from the root of the container's files on,
 * and not encoded. Names with a semicolon, a backslash or a control character are refused: LabKey, or something
 * between, would take them for other names.
 */
export interface FilesApi {
  /**
   * Lists a folder; of a file, gives its entry. LabKey leaves out what begins with a dot.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for a folder that is not there, or that the user may not see
   * @example
   * ```ts
   * const entries = await labkey.files.list({ path: 'raw', recursive: true })
   * for (const { path, type, size } of entries) if (type === 'file') console.log(path, size)
   * ```
   */
  list(options?: ListFilesOptions): Promise<readonly FileEntry[]>
  /**
   * Describes a file or folder. Of a file it tells the tag, and the date to the second.
   *
   * Servers: all.
   *
   * @throws {LabKeyNotFoundError} for what is not there, or what the user may not see
   * @example
   * ```ts
   * const { type, modified } = await labkey.files.stat({ path: 'raw/plate7.csv' })
   * console.log(type, modified)
   * ```
   */
  stat(options: PathOptions): Promise<FileEntry>
  /**
   * Says whether a file or folder is there, and may be seen.
   *
   * Servers: all.
   *
   * @example
   * ```ts
   * console.log(await labkey.files.exists({ path: 'raw/plate7.csv' }))
   * ```
   */
  exists(options: PathOptions): Promise<boolean>
  /**
   * Reads a file as it arrives, of any size. Where the connection breaks it goes on from there, unless the file has
   * changed. `connections` reads parts of it side by side, and gives them in order.
   *
   * Servers: all; ranges are of the server's web server and its storage.
   *
   * @throws {LabKeyNotFoundError} for a file that is not there, and for folders
   * @throws {LabKeyConflictError} from `body`, for a file that has changed while it was read
   * @example
   * ```ts
   * const { body, size } = await labkey.files.download({ path: 'raw/plate7.csv' })
   * console.log(size)
   * await pipeline(body, createWriteStream('plate7.csv'))
   * ```
   */
  download(options: DownloadOptions): Promise<Download>
  /**
   * Writes a file to this machine. It grows beside its place, under a name that begins with a dot and ends in
   * `.part`, and is put there when it is complete, on the disk, and of the MD5 that the server has. A program that
   * ended too early leaves the part behind; the next call goes on with it while the file is the same.
   *
   * Only its owner can read the file, except where one stood before, whose mode stays. It gets the date that it has on
   * the server.
   *
   * Servers: all.
   *
   * @throws {LabKeyOptionsError} for a file that is there already, without `overwrite`, and for a folder as `path`
   * @throws {LabKeyNotFoundError} for a file that is not there
   * @throws {LabKeyConflictError} for one that has changed meanwhile, or whose MD5 is another
   * @throws what Node says of a disk that is full, or a folder that cannot be written to
   * @example
   * ```ts
   * const { size, verified } = await labkey.files.downloadTo({
   *   path: 'raw/plate7.csv',
   *   file: 'plate7-copy.csv',
   *   connections: 4,
   * })
   * console.log(size, verified)
   * ```
   */
  downloadTo(options: DownloadToOptions): Promise<DownloadedFile>
  /**
   * Writes a file, whose folder must be there, and compares the MD5 of what the server has with that of what was
   * sent. It is sent whole: LabKey knows no partial upload. A file that is there is only replaced with `overwrite`.
   *
   * A call with a stream is sent once, whatever happens. `timeoutMs` counts up to the head of the answer, and is a day
   * by default.
   *
   * Servers: all; `modified` is LabKey's own, not of WebDAV.
   *
   * @throws {LabKeyConflictError} for a file that is there already, a folder that is not there, or another MD5
   * @throws {LabKeyPermissionError} for those who may not write
   * @example
   * ```ts
   * const { md5, verified } = await labkey.files.upload({
   *   path: 'plate7.tsv',
   *   content: createReadStream('plate7.tsv'),
   *   overwrite: true,
   * })
   * console.log(md5, verified)
   * ```
   */
  upload(options: UploadOptions): Promise<UploadedFile>
  /**
   * Makes a folder.
   *
   * Servers: all; `recursive` was read in LabKey 24.11.
   *
   * @throws {LabKeyConflictError} for one that is there already, or whose own folder is not
   * @example
   * ```ts
   * await labkey.files.createDirectory({ path: 'results/2026', recursive: true })
   * ```
   */
  createDirectory(options: CreateDirectoryOptions): Promise<void>
  /**
   * Deletes a file, or, with `recursive`, a folder with everything in it.
   *
   * Servers: all.
   *
   * @throws {LabKeyOptionsError} for a folder without `recursive`
   * @throws {LabKeyNotFoundError} for what is not there
   * @example
   * ```ts
   * await labkey.files.remove({ path: 'raw/plate7.csv' })
   * ```
   */
  remove(options: RemoveOptions): Promise<void>
  /**
   * Moves or renames a file or folder, also to another container.
   *
   * Servers: all.
   *
   * @throws {LabKeyConflictError} for a place that is taken, without `overwrite`
   * @example
   * ```ts
   * await labkey.files.move({ path: 'raw/plate7.csv', to: 'raw/plate7-old.csv' })
   * ```
   */
  move(options: TransferOptions): Promise<void>
  /**
   * Copies a file or folder, also to another container.
   *
   * Servers: all.
   *
   * @throws {LabKeyConflictError} for a place that is taken, without `overwrite`
   * @example
   * ```ts
   * await labkey.files.copy({ path: 'raw/plate7.csv', to: 'plate7.csv', toContainer: '/Open Data' })
   * ```
   */
  copy(options: TransferOptions): Promise<void>
  /**
   * Makes a folder of the server have what one of this machine has, or the other way round. Files of equal size and
   * date are taken for the same; of equal size alone, when their MD5 is the same. Links, names that begin with a dot
   * and names that the other side cannot have are left alone. Nothing is deleted without `delete`.
   *
   * When a step fails, no other begins, and those under way come to their ends; the next call does what is left.
   *
   * Servers: all.
   *
   * @throws {LabKeyOptionsError} for a folder that is none
   * @throws {LabKeyError} that of the first step that failed
   * @example
   * ```ts
   * const { steps } = await labkey.files.sync({
   *   direction: 'download',
   *   path: 'raw',
   *   folder: 'raw-copy',
   *   dryRun: true,
   * })
   * for (const { does, path } of steps) console.log(does, path)
   * ```
   */
  sync(options: SyncOptions): Promise<SyncResult>
}
