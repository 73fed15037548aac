import type { SyncResult, SyncStep } from '@wellkey/client/files'
import { CliError, exitCodes } from '../cli-error.ts'
import { printable } from '../printable.ts'
import { counted, createProgress } from '../rows/progress.ts'
import { done, warning } from '../style.ts'
import { print, printJson, say, type Terminal } from '../terminal.ts'
import { atFiles, inWords, type FilesOptions } from './files.ts'

/** What `wellkey files sync` was asked to do. */
export interface SyncOptions extends FilesOptions {
  readonly dryRun?: boolean
  readonly delete?: boolean
  readonly checksum?: boolean
  readonly json?: boolean
}

const remote = /^labkey:/

/** Makes one folder have what another has. */
export async function runFilesSync(
  from: string,
  to: string,
  options: SyncOptions,
  terminal: Terminal,
): Promise<void> {
  if (remote.test(from) === remote.test(to)) {
    throw new CliError(
      'One of the two folders is on the server: write it as labkey:PATH, for example labkey:results',
      exitCodes.wrongUse,
    )
  }
  const isUpload = remote.test(to)
  const folder = isUpload ? from : to
  const path = (isUpload ? to : from).replace(remote, '') || '/'
  const { files, place } = await atFiles(options, terminal)
  const { dryRun = false, checksum = false, json = false } = options
  const progress = createProgress(terminal, undefined, 'file')
  let result: SyncResult
  try {
    result = await files.sync({
      ...place,
      folder,
      path,
      direction: isUpload ? 'upload' : 'download',
      delete: options.delete ?? false,
      checksum,
      dryRun,
      onProgress: ({ done: count, bytes }) => progress.tell(count, bytes),
    })
  } catch (error) {
    throw inWords(error, `${folder} cannot be read or written`)
  } finally {
    progress.clear()
  }
  if (json) printJson(terminal, result)
  else if (dryRun) sayPlan(result, terminal)
  sayResult(result, dryRun, terminal)
}

const words = {
  createDirectory: 'make folder',
  upload: 'send',
  download: 'read',
  delete: 'delete',
  skip: 'leave',
} as const satisfies Record<SyncStep['does'], string>

function sayPlan({ steps }: SyncResult, terminal: Terminal): void {
  const lines = steps
    .filter(({ does }) => does !== 'skip')
    .map(({ does, path, size }) => {
      const bytes = size === undefined ? '' : `  ${size} bytes`
      return `${words[does].padEnd(11)}  ${printable(path)}${bytes}`
    })
  if (lines.length > 0) print(terminal, lines.join('\n'))
}

function sayResult({ steps, same, bytes }: SyncResult, isPlan: boolean, terminal: Terminal): void {
  for (const { path, why = '' } of steps.filter(({ does }) => does === 'skip')) {
    say(terminal, `${warning(terminal)} Left ${printable(path)} alone: ${printable(why)}`)
  }
  const count = (...kinds: readonly SyncStep['does'][]) =>
    steps.filter(({ does }) => kinds.includes(does)).length
  const sent = counted(count('upload', 'download'), 'file')
  const gone = count('delete')
  const facts = [
    `${sent} of ${bytes} bytes`,
    ...(gone > 0 ? [`${gone} deleted`] : []),
    `${same} the same already`,
  ].join(', ')
  say(terminal, isPlan ? `Would transfer ${facts}` : `${done(terminal)} Transferred ${facts}`)
}
