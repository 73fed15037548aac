// Checks the packages as they would be published: the tarballs, not the folders.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eachOfTwo, run, tool, type Outcome } from './command.ts'
import { packages, type WorkspacePackage } from './packages.ts'
import { pnpm } from './pnpm.mjs'
import { oneCheck, type StepResult } from './steps.ts'

export async function checkPacked(): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), 'wellkey-packed-'))
  try {
    const packed = packInto(folder)
    if (!packed.ok) return oneCheck(false, packed.output)
    const outcomes = await eachOfTwo(packages, (item) => checkTarball(item, folder))
    const failed = outcomes.filter((outcome) => !outcome.ok)
    const commands = packages.filter((item) => !item.isLibrary).map((item) => item.name)
    const note = `${packages.length} tarballs; nothing to import in ${commands.join(', ')}`
    return oneCheck(failed.length === 0, failed.map((outcome) => outcome.output).join('\n'), note)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Packs every package with pnpm, which alone knows the versions behind `workspace:` and `catalog:`. */
export function packInto(folder: string): Outcome {
  const { code, output } = pnpm(['--recursive', 'pack', '--pack-destination', folder])
  const missing = packages.length - readdirSync(folder).length
  if (code === 0 && missing === 0) return { ok: true, output }
  return {
    ok: false,
    output: `${output}\npnpm pack: exit code ${code}, ${missing} tarballs missing`,
  }
}

/** The path of a package's tarball in the folder that `packInto` filled. */
export function tarballOf({ name }: WorkspacePackage, folder: string): string {
  const start = `${name.replace('@', '').replace('/', '-')}-`
  const file = readdirSync(folder).find((entry) => entry.startsWith(start))
  if (file === undefined) throw new Error(`no tarball of ${name}`)
  return join(folder, file)
}

async function checkTarball(item: WorkspacePackage, folder: string): Promise<Outcome> {
  const tarball = tarballOf(item, folder)
  const outcomes = [
    await run(tool('publint', 'publint', ['--strict', tarball])),
    // For a package without exports it answers that package.json resolves, which is all that can be asked.
    await run(tool('@arethetypeswrong/cli', 'attw', [tarball, '--profile=esm-only', '--no-emoji'])),
    await checkManifest(tarball),
  ]
  const failed = outcomes.filter((outcome) => !outcome.ok)
  const output = failed.map((outcome) => outcome.output).join('\n')
  return { ok: failed.length === 0, output: `${item.name}\n${output}` }
}

async function checkManifest(tarball: string): Promise<Outcome> {
  const { ok, output } = await run({
    program: 'tar',
    args: ['-xOf', tarball, 'package/package.json'],
  })
  if (!ok) return { ok, output }
  const left = output.split('\n').filter((line) => /"(?:workspace|catalog):/.test(line))
  return { ok: left.length === 0, output: `only pnpm understands this:\n${left.join('\n')}` }
}
