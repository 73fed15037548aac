import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import type { Found } from '../found.ts'
import { parseJson } from '../parse-answer.ts'
import { numberOf, present, textOf, textsOf, type Json } from '../read-json.ts'
import type { Scalar } from '../request.ts'

/** Which report, and with what. */
export interface ExecuteReportOptions extends CallOptions {
  /** As `db:12` or `module:lab/reports/x.r`. */
  readonly reportId?: string
  /** In place of the id. */
  readonly reportName?: string
  /** The query of a report that is known by its name alone. */
  readonly schemaName?: string
  readonly queryName?: string
  /** Of `createSession`: what the script leaves behind stays. */
  readonly reportSessionId?: string
  readonly inputParams?: Readonly<Record<string, Scalar>>
}

/** Which function, and with what. */
export interface ExecuteFunctionOptions extends CallOptions {
  readonly functionName: string
  /** The session that knows the function. */
  readonly reportSessionId: string
  readonly inputParams?: Readonly<Record<string, Scalar>>
}

/** What a script has left behind. */
export interface ReportResult {
  readonly console: readonly string[]
  readonly errors: readonly string[]
  readonly outputParams: readonly ReportOutput[]
}

/** A file, image, table or value that a script makes. */
export interface ReportOutput {
  /** `image`, `tsv`, `json`, `text`, `html`, `file` … */
  readonly type: string
  readonly name?: string
  /** A text or a path of the server; of `json` the value itself. */
  readonly value: unknown
}

/** `reports-execute`: labkey-api-js 1.35.3, `src/labkey/Report.ts`. */
export function executeReport(
  labkey: LabKeyClient,
  options: ExecuteReportOptions,
): Promise<ReportResult> {
  return ask(
    labkey,
    options,
    {
      name: 'reports.executeReport',
      takes: {
        reportId: 'text',
        reportName: 'text',
        schemaName: 'text',
        queryName: 'text',
        reportSessionId: 'text',
        inputParams: 'object',
      },
      post: 'reports-execute',
      sends: (json, read) => {
        if (json.reportName === undefined) read.requiredText('reportId')
        return { json }
      },
    },
    resultOf,
  )
}

/** `reports-execute` of a function: labkey-api-js 1.35.3, `src/labkey/Report.ts`. */
export function executeFunction(
  labkey: LabKeyClient,
  options: ExecuteFunctionOptions,
): Promise<ReportResult> {
  return ask(
    labkey,
    options,
    {
      name: 'reports.executeFunction',
      takes: { functionName: 'text!', reportSessionId: 'text!', inputParams: 'object' },
      post: 'reports-execute',
    },
    resultOf,
  )
}

function resultOf({ json, objects }: Found): ReportResult {
  return {
    console: textsOf(json['console']),
    errors: textsOf(json['errors']),
    outputParams: objects('outputParams').map(outputOf),
  }
}

function outputOf(json: Json): ReportOutput {
  const { type, name, value } = json
  return {
    type: textOf(type) ?? '',
    value: type === 'json' && typeof value === 'string' ? decoded(value) : value,
    ...present({ name: textOf(name) ?? numberOf(name)?.toString() }),
  }
}

/** JSON within JSON, as scripts write it. */
function decoded(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return text
  }
}
