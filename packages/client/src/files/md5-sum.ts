import type { Report } from '../report.ts'
import { aboutFiles, looking, withParams, type FilesCall } from './files-call.ts'
import type { FilePath } from './file-place.ts'
import { bodyText } from '../body-text.ts'

/** What the server says of a file's bytes. */
export interface Md5Sum {
  /** `undefined` where the files are kept in a way that has none. */
  readonly md5: string | undefined
  readonly report: Report
}

/**
 * Asks for the MD5 that the server makes of a file's bytes, in hexadecimal digits: LabKey 24.11,
 * `DavController.Md5sumAction`.
 */
export function md5SumOf(
  call: Pick<FilesCall<object>, 'caller' | 'at'>,
  path: FilePath,
): Promise<Md5Sum> {
  return aboutFiles(async () => {
    const plain = { action: 'webdav-md5Sum', accept: 'text/plain', headers: undefined }
    const asked = withParams(looking(call).at(path, plain), { method: 'MD5SUM' })
    const { body, report } = await call.caller.open(asked)
    return { md5: /^([0-9a-f]{32}) /i.exec(await bodyText(body))?.[1]?.toLowerCase(), report }
  })
}
