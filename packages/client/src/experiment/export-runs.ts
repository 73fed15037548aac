import { askingCall } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { openFile } from '../open-file.ts'
import type { StreamedAnswer } from '../streamed-answer.ts'

/** Which runs, and in which form. */
export interface ExportRunsOptions extends CallOptions {
  readonly runIds: readonly number[]
  /** How LSIDs are written. Default: `FOLDER_RELATIVE`. */
  readonly lsidOutputType?: 'ABSOLUTE' | 'FOLDER_RELATIVE' | 'PARTIAL_FOLDER_RELATIVE'
  /** Default: `export.xar`. */
  readonly fileName?: string
}

/** `experiment-exportRuns`: LabKey 19.3, `dom/Experiment.js`, the form of `LABKEY.Experiment.exportRuns`. */
export async function exportRuns(
  labkey: LabKeyClient,
  options: ExportRunsOptions,
): Promise<StreamedAnswer> {
  const { caller, call } = askingCall(labkey, options, {
    name: 'experiment.exportRuns',
    takes: {
      runIds: 'integers!',
      lsidOutputType: 'ABSOLUTE|FOLDER_RELATIVE|PARTIAL_FOLDER_RELATIVE',
      fileName: 'text',
    },
    read: 'experiment-exportRuns',
    sends: ({ runIds, lsidOutputType = 'FOLDER_RELATIVE', fileName = 'export.xar' }) => ({
      form: {
        runIds,
        exportType: 'BROWSER_DOWNLOAD',
        lsidOutputType,
        xarFileName: fileName,
      },
    }),
  })
  return openFile(caller.open, call)
}
