import { Secret } from '@wellkey/credentials'
import { decodeError } from '../answer-error.ts'
import { callOptionNames, readCallOptions, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import type { Caller } from '../query/ask-query.ts'
import { isObject } from '../read-json.ts'
import { completeCall } from '../request.ts'

/** What kind of key. */
export interface CreateKeyOptions extends CallOptions {
  /**
   * An API key lives until it expires, by the server's setting, or is deleted. A session key lives as long
   * as the session that asks for it: one that is asked for with an API key ends after half an hour without
   * use. Default: `apikey`.
   */
  readonly type?: 'apikey' | 'session'
  /** What it is for, up to 256 characters; API keys of servers from LabKey 24.10 on. */
  readonly description?: string
}

const where = 'keys.create'

/** Makes a key: `security-createApiKey.api` (contract 2.1). It is shown this once. */
export async function createKey(options: CreateKeyOptions, caller: Caller): Promise<Secret> {
  const own = ownOptions(options, where, ['type', 'description', ...callOptionNames])
  const read = readOptions(own, where)
  const type = read.choice('type', ['apikey', 'session']) ?? 'apikey'
  const description = read.text('description')
  if (description !== undefined && type === 'session') {
    read.refuse('description', 'left out for a session key')
  }
  if (description !== undefined && description.trim().length > 256) {
    read.refuse('description', 'up to 256 characters')
  }
  const { client, perform } = caller
  const call = completeCall(client, {
    ...readCallOptions(read, client),
    method: 'POST',
    controller: 'security',
    action: 'createApiKey',
    subject: type === 'apikey' ? 'a new API key' : 'a new session key',
    form: [
      ['type', type],
      ...(description === undefined ? [] : [['description', description] as const]),
    ],
    readOnly: false,
  })
  const { value, answer, report } = await perform(call)
  const key = isObject(value) ? value['apikey'] : undefined
  // Keys are opaque: visible ASCII, of any shape.
  if (typeof key !== 'string' || !/^[!-~]{1,512}$/.test(key)) {
    // Without the value: it may be half a key.
    throw decodeError(report, answer, { kind: 'json', value: undefined })
  }
  return new Secret(key)
}
