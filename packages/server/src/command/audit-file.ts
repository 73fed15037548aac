import { Buffer } from 'node:buffer'
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'

import type { AuditRecord } from '../audit/audit-record.ts'
import { verifyAudit } from '../audit/verify-audit.ts'
import type { AuditVerdict } from '../audit/verify-audit.ts'
import { ServerError } from '../server-error.ts'
import type { AuditSink } from '../store/memory-audit.ts'

/** A file that audit records go into, one JSON line each. */
export interface AuditFile {
  readonly sink: AuditSink
  /** Brings everything to the disk and closes the file. */
  readonly close: () => void
}

/**
 * Makes a new file for the audit, readable by its owner only.
 *
 * @throws {ServerError} `ERR_SERVER_OPTIONS` if it cannot be made, or is there: a chain begins anew with
 *   each server.
 */
export function openAuditFile(file: string): AuditFile {
  let handle: number
  try {
    handle = openSync(file, 'wx', 0o600)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const why =
      code === 'EEXIST' ? 'it is there already' : `it cannot be made (${code ?? 'unknown'})`
    throw new ServerError('ERR_SERVER_OPTIONS', `--audit ${file}: ${why}`, { cause })
  }
  let length = 0
  return {
    sink: (record) => {
      const line = Buffer.from(`${JSON.stringify(record)}\n`)
      try {
        // A full disk takes a part of a line without an error.
        if (writeSync(handle, line) < line.length) throw new Error('The disk is full')
      } catch (error) {
        ftruncateSync(handle, length)
        throw error
      }
      length += line.length
    },
    close: () => {
      fsyncSync(handle)
      closeSync(handle)
    },
  }
}

/** What a file of audit records is worth. */
export interface AuditFileVerdict {
  readonly records: number
  readonly verdict: AuditVerdict
}

/**
 * Checks the chain in a file that {@link openAuditFile} made.
 *
 * @throws {ServerError} `ERR_SERVER_OPTIONS` if it cannot be read.
 */
export function verifyAuditFile(file: string): AuditFileVerdict {
  const lines = readLines(file)
  const records: AuditRecord[] = []
  for (const line of lines) {
    const record = parseLine(line)
    if (record === undefined) {
      const before = verifyAudit(records)
      const reason = 'it is no record'
      const verdict = before.isValid
        ? { isValid: false as const, sequence: records.length + 1, reason }
        : before
      return { records: lines.length, verdict }
    }
    records.push(record)
  }
  return { records: lines.length, verdict: verifyAudit(records) }
}

function readLines(file: string): readonly string[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n')
    return lines.at(-1) === '' ? lines.slice(0, -1) : lines
  } catch (cause) {
    const { code = 'unreadable' } = cause as NodeJS.ErrnoException
    throw new ServerError('ERR_SERVER_OPTIONS', `${file}: it cannot be read (${code})`, { cause })
  }
}

function parseLine(line: string): AuditRecord | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as AuditRecord) : undefined
  } catch {
    return undefined
  }
}
