import { callOptionNames, readSignal, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import {
  LabKeyAbortError,
  LabKeyNotFoundError,
  LabKeyQueryError,
  LabKeyTimeoutError,
} from '../labkey-errors.ts'
import { present, textOf } from '../read-json.ts'
import type { Caller } from './ask-query.ts'
import { filter } from './filter.ts'
import type { QueryRow } from './rows.ts'
import { selectRows } from './select-rows.ts'

/** Which job, and how long to wait for it. */
export interface WaitForImportOptions extends CallOptions {
  /** What `importData` with `useAsync` has answered. */
  readonly jobId: string
  /** Between two looks. Default: 2000. */
  readonly pollMs?: number
  /** The longest wait in all. Default: no limit. */
  readonly waitMs?: number
}

/** A job of the pipeline that is done. */
export interface ImportJob {
  readonly jobId: string
  /** As LabKey writes it: `COMPLETE`. */
  readonly status: string
  /** What LabKey adds to it. */
  readonly info?: string
}

const where = 'waitForImport'

/**
 * Waits for a job of the pipeline, by its row in `pipeline.Job`.
 *
 * @throws {LabKeyQueryError} for a job that failed or was cancelled
 * @throws {LabKeyNotFoundError} for one that is not there
 * @throws {LabKeyTimeoutError} when `waitMs` is over; the job goes on
 */
export async function waitForImport(
  options: WaitForImportOptions,
  caller: Caller,
): Promise<ImportJob> {
  const own = ownOptions(options, where, ['jobId', 'pollMs', 'waitMs', ...callOptionNames])
  const read = readOptions(own, where)
  const jobId = read.requiredText('jobId')
  const pollMs = read.integer('pollMs', 1) ?? 2000
  const waitMs = read.integer('waitMs', 0) ?? Infinity
  const signal = readSignal(read, caller.client)
  const { now, sleep } = caller.client.timing
  const call = present({
    container: read.text('container'),
    timeoutMs: read.integer('timeoutMs', 1),
    signal,
  })
  const startedAt = now()
  for (;;) {
    const { rows } = await selectRows<QueryRow>(
      {
        schemaName: 'pipeline',
        queryName: 'Job',
        columns: ['RowId', 'Status', 'Info'],
        filters: [filter('RowId').eq(jobId)],
        ...call,
      },
      caller,
    )
    const [row] = rows
    if (row === undefined) {
      throw new LabKeyNotFoundError({
        message: `The pipeline has no job ${jobId} that you may see`,
      })
    }
    const status = textOf(row['Status']) ?? ''
    const info = textOf(row['Info'])
    // Texts of steps come in between, `IMPORT RUNNING` for example; only these three are ends.
    switch (status.toUpperCase()) {
      case 'COMPLETE':
        return { jobId, status, ...present({ info }) }
      case 'ERROR':
      case 'CANCELLED':
        throw new LabKeyQueryError({
          message: `The job ${jobId} of the pipeline ended with ${status}`,
        })
    }
    if (now() - startedAt + pollMs > waitMs) {
      throw new LabKeyTimeoutError({
        message: `The job ${jobId} is not done after ${waitMs} ms (${status})`,
      })
    }
    await sleep(pollMs, signal)
    if (signal?.aborted === true) {
      throw new LabKeyAbortError({ message: `Stopped by the caller: wait for the job ${jobId}` })
    }
  }
}
