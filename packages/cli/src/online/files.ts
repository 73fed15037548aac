import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { isLabKeyError, type LabKeyClient, type LabKeyError } from '@wellkey/client'
import type { FileEntry } from '@wellkey/client/files'
import { CliError, exitCodes } from '../cli-error.ts'
import { formatTable } from '../format-table.ts'
import { printable } from '../printable.ts'
import { createProgress } from '../rows/progress.ts'
import { resolveServer } from '../resolve-server.ts'
import { done } from '../style.ts'
import { systemReason } from '../system-reason.ts'
import { print, printJson, say, type Terminal } from '../terminal.ts'
import { clientOf, type ClientWishes } from './client-of.ts'
import { agree } from './end-key.ts'

/** What the `wellkey files` commands share. */
export interface FilesOptions extends Pick<ClientWishes, 'allowInsecureHttp' | 'container'> {
  readonly server?: string
  readonly root?: string
}

/** What `wellkey files ls` was asked to do. */
export interface ListOptions extends FilesOptions {
  readonly long?: boolean
  readonly recursive?: boolean
  readonly json?: boolean
}

/** What `wellkey files get` was asked to do. */
export interface GetOptions extends FilesOptions {
  readonly force?: boolean
  readonly connections?: number
  readonly verify: boolean
}

/** What `wellkey files put` was asked to do. */
export interface PutOptions extends Omit<GetOptions, 'connections'> {
  readonly parents?: boolean
}

/** What `wellkey files rm` was asked to do. */
export interface RemoveOptions extends FilesOptions {
  readonly recursive?: boolean
  readonly yes?: boolean
}

/** Makes the client, and the options that every call about files takes. */
export async function atFiles(
  options: FilesOptions,
  terminal: Terminal,
): Promise<{
  readonly files: LabKeyClient['files']
  readonly place: { readonly signal: AbortSignal; readonly root?: string }
}> {
  const url = await resolveServer(options.server, terminal, options)
  const { files } = clientOf(url, terminal, options)
  const { signal } = terminal
  return { files, place: { signal, ...(options.root !== undefined && { root: options.root }) } }
}

/** Lists a folder. */
export async function runFilesList(
  path: string | undefined,
  options: ListOptions,
  terminal: Terminal,
): Promise<void> {
  const { files, place } = await atFiles(options, terminal)
  const { recursive = false } = options
  const entries = await files.list({ ...place, recursive, ...(path !== undefined && { path }) })
  if (options.json === true) {
    printJson(terminal, entries)
    return
  }
  if (entries.length === 0) {
    say(terminal, 'No files; names that begin with a dot are in no list')
    return
  }
  const nameOf = (entry: FileEntry) =>
    `${printable(recursive ? entry.path.slice(1) : entry.name)}${entry.type === 'folder' ? '/' : ''}`
  if (options.long !== true) {
    print(terminal, entries.map(nameOf).join('\n'))
    return
  }
  const cells = entries.map((entry) => [
    entry.size,
    entry.modified?.toISOString().replace('.000Z', 'Z'),
    nameOf(entry),
  ])
  print(terminal, await formatTable(terminal, ['bytes', 'modified', 'name'], cells))
}

/** Reads a file. */
export async function runFilesGet(
  path: string,
  file: string | undefined,
  options: GetOptions,
  terminal: Terminal,
): Promise<void> {
  const { files, place } = await atFiles(options, terminal)
  const { connections, verify, force = false } = options
  const what = { ...place, path, ...(connections !== undefined && { connections }) }
  if (file === '-') {
    const { body } = await files.download(what)
    await pipeline(body, terminal.stdout, { end: false, signal: terminal.signal })
    return
  }
  const target = await targetOf(file, path)
  if (!force && (await stat(target).catch(() => undefined)) !== undefined) {
    throw new CliError(
      `${target} is there already; name another file, or add --force to replace it`,
      exitCodes.wrongUse,
    )
  }
  const progress = createProgress(terminal, undefined, 'file')
  try {
    const got = await files.downloadTo({
      ...what,
      file: target,
      overwrite: force,
      verify,
      onProgress: ({ bytes, size }) => progress.tell(1, bytes, size),
    })
    progress.clear()
    const resumed = got.resumedFrom > 0 ? `, of which ${got.resumedFrom} were there` : ''
    say(terminal, `${done(terminal)} Wrote ${got.file}: ${got.size} bytes${resumed}${sumOf(got)}`)
  } catch (error) {
    throw inWords(error, `${target} cannot be written`)
  } finally {
    progress.clear()
  }
}

/** A folder gets the file under its name. */
async function targetOf(file: string | undefined, path: string): Promise<string> {
  const name = path.replace(/\/$/, '').split('/').at(-1) ?? ''
  const isFolder = (await stat(file ?? '.').catch(() => undefined))?.isDirectory() === true
  return isFolder ? join(file ?? '', name) : (file ?? name)
}

/** Writes a file. */
export async function runFilesPut(
  file: string,
  path: string | undefined,
  options: PutOptions,
  terminal: Terminal,
): Promise<void> {
  const { files, place } = await atFiles(options, terminal)
  const name = file === '-' ? undefined : basename(file)
  const target = path === undefined || path.endsWith('/') ? name && `${path ?? ''}${name}` : path
  if (target === undefined) {
    throw new CliError('What is the file to be called? Name a path behind -', exitCodes.wrongUse)
  }
  const source = await sourceOf(file, terminal)
  const above = target.slice(0, target.lastIndexOf('/') + 1)
  if (options.parents === true && !(await files.exists({ ...place, path: above || '/' }))) {
    await files.createDirectory({ ...place, path: above, recursive: true })
  }
  const progress = createProgress(terminal, source.size, 'file')
  try {
    const sent = await files.upload({
      ...place,
      path: target,
      content: source.content(),
      overwrite: options.force ?? false,
      verify: options.verify,
      ...(source.modified !== undefined && { modified: source.modified }),
      onProgress: ({ bytes }) => progress.tell(1, bytes),
    })
    progress.clear()
    say(
      terminal,
      `${done(terminal)} Wrote ${printable(sent.path)}: ${sent.size} bytes${sumOf(sent)}`,
    )
  } catch (error) {
    if (isLabKeyError(error, 'ERR_LABKEY_CONFLICT')) throw conflictOf(error, target)
    throw inWords(error, `${file} cannot be read`)
  } finally {
    progress.clear()
  }
}

/** The client's advice is for programs. */
function conflictOf(error: LabKeyError, path: string): Error {
  const name = printable(path)
  if (error.status === 208) {
    return new CliError(`${name} is there already; choose another name, or add --force`)
  }
  if (error.status !== 409) return error
  return new CliError(`There is no folder on the server for ${name}; add --parents to make it`)
}

interface Source {
  readonly content: () => AsyncIterable<Uint8Array>
  readonly size?: number
  readonly modified?: Date
}

async function sourceOf(file: string, { stdin }: Terminal): Promise<Source> {
  if (file === '-') return { content: () => stdin }
  const stats = await stat(file).catch((error: unknown) => {
    throw new CliError(`${file} cannot be read: ${systemReason(error)}`, exitCodes.wrongUse)
  })
  if (stats.isDirectory()) {
    const next = `wellkey files sync ${file} labkey:${basename(file)}`
    throw new CliError(`${file} is a folder; to send all of it: ${next}`, exitCodes.wrongUse)
  }
  return { content: () => createReadStream(file), size: stats.size, modified: stats.mtime }
}

/** Deletes a file or folder. */
export async function runFilesRemove(
  path: string,
  options: RemoveOptions,
  terminal: Terminal,
): Promise<void> {
  const { files, place } = await atFiles(options, terminal)
  const { recursive = false } = options
  const { type } = await files.stat({ ...place, path })
  if (type === 'folder' && !recursive) {
    throw new CliError(
      `${printable(path)} is a folder; add --recursive to delete it with everything in it`,
      exitCodes.wrongUse,
    )
  }
  const what = type === 'folder' ? `${printable(path)} with everything in it` : printable(path)
  await agree(`Delete ${what}?`, options, terminal)
  await files.remove({ ...place, path, recursive })
  say(terminal, `${done(terminal)} Deleted ${printable(path)}`)
}

function sumOf({ md5, verified }: { readonly md5: string; readonly verified: boolean }): string {
  return verified ? `, MD5 ${md5} as on the server` : `, MD5 ${md5}, not compared`
}

/** A failure of this machine's disk in words; any other stays as it is. */
export function inWords(error: unknown, what: string): unknown {
  const isOfSystem = error instanceof Error && 'syscall' in error
  return isOfSystem ? new CliError(`${what}: ${systemReason(error)}`) : error
}
