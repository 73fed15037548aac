import { readFile } from 'node:fs/promises'
import { fix, lint, stringify, type Diagnostic, type Fix, type FixResult } from '@wellkey/netrc'
import { CliError } from '../cli-error.ts'
import { fileOf } from '../netrc-argument.ts'
import { changeNetrc, type NetrcChangeOptions } from '../netrc/change-netrc.ts'
import { codeFrame } from '../netrc/code-frame.ts'
import { fileFacts } from '../netrc/file-facts.ts'
import { maskLines, type MaskedLine } from '../netrc/mask-lines.ts'
import { readDocument } from '../netrc/read-document.ts'
import { done, warning } from '../style.ts'
import { print, printJson, say, type Terminal } from '../terminal.ts'

/** What `wellkey netrc lint` was asked to do. */
export interface NetrcLintOptions extends NetrcChangeOptions {
  readonly fix?: boolean
  readonly json?: boolean
}

/**
 * Checks a netrc file, and mends what is safe when asked to.
 *
 * @throws {CliError} exit code 1 when the file has errors
 */
export async function runNetrcLint(options: NetrcLintOptions, terminal: Terminal): Promise<void> {
  const file = fileOf(options, terminal)
  const mended = options.fix === true ? await mend(options, terminal) : undefined
  const { findings, lines } = await check(file, options)
  if (options.json === true) {
    const { fixed = [], refused = [] } = mended ?? {}
    printJson(terminal, { file, findings, ...(mended && { fixed, refused }) })
  } else {
    const frames = findings.map((finding) => codeFrame(terminal, file, finding, lines))
    if (frames.length > 0) print(terminal, frames.join('\n\n'))
  }
  const errors = countOf(findings, 'error')
  const words = `${summaryOf(findings)} in ${file}`
  if (errors > 0) throw new CliError(words)
  say(terminal, findings.length === 0 ? `${done(terminal)} ${words}` : words)
}

async function mend(
  options: NetrcLintOptions,
  terminal: Terminal,
): Promise<Omit<FixResult, 'document'>> {
  // Read first: nothing is to be mended in a file that is not there.
  const now = await readDocument(fileOf(options, terminal), { allowInsecure: true })
  let result: Omit<FixResult, 'document'> = fix(now)
  // A diff would not be JSON.
  if (options.dryRun !== true || options.json !== true) {
    await changeNetrc(options, terminal, (document) => {
      const mended = fix(document)
      result = mended
      return mended.document
    })
  }
  const did = options.dryRun === true ? 'Would fix' : 'Fixed'
  for (const made of result.fixed) say(terminal, `${done(terminal)} ${did} ${placeOf(made)}`)
  for (const left of result.refused) {
    const reason = 'some program would find another credential'
    say(terminal, `${warning(terminal)} Left ${placeOf(left)} as it is: ${reason}`)
  }
  return result
}

function placeOf({ rule, line }: Fix): string {
  return `${rule} in line ${line}`
}

interface Checked {
  readonly findings: readonly Diagnostic[]
  readonly lines: readonly MaskedLine[]
}

async function check(file: string, options: NetrcLintOptions): Promise<Checked> {
  const facts = { file: await factsOf(file, options) }
  try {
    const document = await readDocument(file, { ...options, allowInsecure: true })
    return { findings: lint(document, facts), lines: maskLines(stringify(document)) }
  } catch (error) {
    const isUtf16 = error instanceof Error && Reflect.get(error, 'code') === 'ERR_NETRC_ENCODING'
    if (!isUtf16) throw error
    return { findings: lint(await readFile(file), facts), lines: [] }
  }
}

/** A file that is not there has no facts; reading it says so in better words. */
async function factsOf(file: string, options: NetrcLintOptions): ReturnType<typeof fileFacts> {
  await readDocument(file, { ...options, allowInsecure: true }).catch((error: unknown) => {
    if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'ERR_NETRC_ENCODING')
      throw error
  })
  return fileFacts(file)
}

function countOf(findings: readonly Diagnostic[], wanted: Diagnostic['severity']): number {
  return findings.filter(({ severity }) => severity === wanted).length
}

function summaryOf(findings: readonly Diagnostic[]): string {
  if (findings.length === 0) return 'Nothing to complain about'
  const counts = [
    numbered(countOf(findings, 'error'), 'error'),
    numbered(countOf(findings, 'warning'), 'warning'),
    numbered(countOf(findings, 'info'), 'note'),
  ]
  return counts.filter((text) => !text.startsWith('0 ')).join(', ')
}

function numbered(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
