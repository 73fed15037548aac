import { Command, InvalidArgumentError } from 'commander'
import type { GetOptions, ListOptions, PutOptions, RemoveOptions } from '../online/files.ts'
import type { SyncOptions } from '../online/files-sync.ts'
import type { Terminal } from '../terminal.ts'
import { atPlace } from './query-options.ts'
import { addParts, type Parts } from './parts.ts'

const parts: Parts = {
  ls: listCommand,
  get: getCommand,
  put: putCommand,
  sync: syncCommand,
  rm: removeCommand,
}

/** `wellkey files`: the files of a container. */
export function filesCommand(terminal: Terminal, words: readonly string[]): Command {
  return addParts(new Command('files'), parts, words, terminal).addHelpText(
    'after',
    `
Paths on the server start at the root of the container's files, as raw/plate7.csv.

Examples:
  wellkey files ls raw --container "/Demo Study"
  wellkey files get raw/plate7.csv
  wellkey files put plate8.csv raw/
  wellkey files sync ./results labkey:results --dry-run`,
  )
}

function fileCommand(name: string): Command {
  return atPlace(new Command(name)).option(
    '--root <name>',
    'which files: @files, @pipeline, @filesets/NAME or @cloud/NAME (default: @files)',
  )
}

function listCommand(terminal: Terminal): Command {
  return fileCommand('ls')
    .description('list a folder')
    .argument('[path]', 'the folder (default: the root)')
    .option('-l, --long', 'with size in bytes and date')
    .option('-r, --recursive', 'what is in its folders, too')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  wellkey files ls
  wellkey files ls raw --long --container "/Demo Study"`,
    )
    .action(async (path: string | undefined, options: ListOptions) => {
      const { runFilesList } = await import('../online/files.ts')
      await runFilesList(path, options, terminal)
    })
}

function getCommand(terminal: Terminal): Command {
  return fileCommand('get')
    .description('read a file; it appears when it is complete, readable by you only')
    .argument('<path>', 'the file on the server')
    .argument('[file]', 'where to write it, - for stdout (default: its name, in this folder)')
    .option('-f, --force', 'replace a file that is there')
    .option('--connections <count>', 'read so many parts side by side', toConnections)
    .option('--no-verify', "do not compare with the server's MD5")
    .addHelpText(
      'after',
      `
A transfer that broke off goes on where it ended when the command is given again.

Examples:
  wellkey files get raw/plate7.csv
  wellkey files get raw/scan.tiff /data/scan.tiff --connections 4
  wellkey files get raw/plate7.csv - | head`,
    )
    .action(async (path: string, file: string | undefined, options: GetOptions) => {
      const { runFilesGet } = await import('../online/files.ts')
      await runFilesGet(path, file, options, terminal)
    })
}

function putCommand(terminal: Terminal): Command {
  return fileCommand('put')
    .description('write a file to the server, and compare what has arrived')
    .argument('<file>', 'the file, - for stdin')
    .argument('[path]', 'where to write it; raw/ for its name in raw (default: its name)')
    .option('-f, --force', 'replace a file that is there')
    .option('-p, --parents', 'make the folders above it')
    .option('--no-verify', "do not compare with the server's MD5")
    .addHelpText(
      'after',
      `
Examples:
  wellkey files put plate8.csv raw/
  tar cz results | wellkey files put - results.tar.gz --force`,
    )
    .action(async (file: string, path: string | undefined, options: PutOptions) => {
      const { runFilesPut } = await import('../online/files.ts')
      await runFilesPut(file, path, options, terminal)
    })
}

function syncCommand(terminal: Terminal): Command {
  return fileCommand('sync')
    .description('make one folder have what another has; one of them is labkey:PATH')
    .argument('<from>', 'a folder of this machine, or labkey:PATH')
    .argument('<to>', 'the other one')
    .option('--dry-run', 'tell what would be done')
    .option('--delete', 'delete what is not in the first folder')
    .option('--checksum', 'compare the bytes of files whose size and date are equal, too')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Files of equal size and date are taken for the same; of equal size alone, when their MD5 is the same.
Links, and names that begin with a dot, are left alone.

Examples:
  wellkey files sync ./results labkey:results --dry-run
  wellkey files sync labkey:raw/2026 ./raw --container "/Demo Study"
  wellkey files sync labkey: ./all --delete`,
    )
    .action(async (from: string, to: string, options: SyncOptions) => {
      const { runFilesSync } = await import('../online/files-sync.ts')
      await runFilesSync(from, to, options, terminal)
    })
}

function removeCommand(terminal: Terminal): Command {
  return fileCommand('rm')
    .description('delete a file, or a folder with everything in it')
    .argument('<path>', 'the file or folder on the server')
    .option('-r, --recursive', 'needed for a folder')
    .option('-y, --yes', 'do not ask')
    .addHelpText(
      'after',
      `
Examples:
  wellkey files rm raw/plate7.csv
  wellkey files rm raw/2024 --recursive --yes`,
    )
    .action(async (path: string, options: RemoveOptions) => {
      const { runFilesRemove } = await import('../online/files.ts')
      await runFilesRemove(path, options, terminal)
    })
}

/** As many as the client takes. */
function toConnections(text: string): number {
  const count = Number(text)
  if (/^\d+$/.test(text) && count >= 1 && count <= 16) return count
  throw new InvalidArgumentError('Give a number from 1 to 16.')
}
