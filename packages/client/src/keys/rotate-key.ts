import type { Secret } from '@wellkey/credentials'
import { callOptionNames, readCallOptions, type CallOptions } from '../call-options.ts'
import { ownOptions, readOptions } from '../check-options.ts'
import type { LabKeyClient } from '../create-client.ts'
import { LabKeyAuthenticationError, LabKeyNotFoundError } from '../labkey-errors.ts'
import type { Caller } from '../query/ask-query.ts'
import { present } from '../read-json.ts'
import { askWhoAmI, type User } from '../security/who-am-i.ts'
import { createKey } from './create-key.ts'
import { deleteKey } from './delete-key.ts'
import type { KeyInfo } from './key-info.ts'
import { listKeys } from './list-keys.ts'

/** Which key is replaced, and where the new one goes. */
export interface RotateKeyOptions extends CallOptions {
  /**
   * The key to replace, as `list` gives it. It has to be said: LabKey does not tell which of the keys is the
   * one that the client uses.
   */
  readonly rowId: number
  /** Default: that of the old key. */
  readonly description?: string
  /** Keeps the new key where the next start of the program finds it. */
  readonly store: (key: NewKey) => void | Promise<void>
}

/** A key that the server has just made and that works. */
export interface NewKey {
  /** `reveal()` gives the key itself. */
  readonly key: Secret
  /** Its line in the list, if it can be told from those of keys made at the same moment. */
  readonly info?: KeyInfo
  readonly user: User
}

/** A key in the place of another one. */
export interface RotatedKey extends NewKey {
  /** False: the new key is stored and works, but the old one is still valid. */
  readonly oldKeyDeleted: boolean
  /** Why the old key is still there. */
  readonly error?: unknown
}

const where = 'keys.rotate'

/**
 * Replaces an API key. There is a working key in the user's hands after each step:
 *
 * 1. look for the old key and its user; nothing has changed if this fails
 * 2. make the new key; the old one works
 * 3. ask whoami with the new key, without cookies; if it fails, the new key is deleted, the old one works
 * 4. `store` it; if this throws, nobody knows how far it got, so that both keys stay
 * 5. delete the old key, with the new one
 */
export async function rotateKey(
  options: RotateKeyOptions,
  caller: Caller,
  clientOf: (key: Secret) => LabKeyClient,
): Promise<RotatedKey> {
  const own = ownOptions(options, where, ['rowId', 'description', 'store', ...callOptionNames])
  const { rowId: _rowId, description: _description, store, ...call } = own
  const read = readOptions(own, where)
  readCallOptions(read, caller.client)
  const description = read.text('description')
  const rowId = read.integer('rowId', 0) ?? read.refuse('rowId', 'a whole number')
  if (typeof store !== 'function') read.refuse('store', 'a function that keeps the new key')

  const before = await listKeys(call, caller)
  const replaced = before.find((key) => key.rowId === rowId)
  if (replaced === undefined) {
    throw new LabKeyNotFoundError({
      message: `There is no key ${rowId} of yours; nothing was changed`,
    })
  }
  const owner = await askWhoAmI(caller.client, caller.perform)

  const key = await createKey(
    { ...present({ description: description ?? replaced.description }), ...call },
    caller,
  )
  const next = clientOf(key)
  const isNew = ({ rowId: id }: KeyInfo) => !before.some((known) => known.rowId === id)
  let created: NewKey
  try {
    const user = await next.security.whoAmI()
    if (user.id !== owner.id) {
      throw new LabKeyAuthenticationError({
        code: 'ERR_LABKEY_UNAUTHORIZED',
        message: 'The new key is not one of the same user; it was not stored',
      })
    }
    const fresh = (await next.keys.list(call)).filter(isNew)
    created = { key, user, ...(fresh.length === 1 && present({ info: fresh[0] })) }
  } catch (error) {
    await takeBack(caller, call, isNew)
    throw error
  }

  await options.store(created)

  try {
    await next.keys.delete({ rowId, ...call })
    return { ...created, oldKeyDeleted: true }
  } catch (error) {
    return { ...created, oldKeyDeleted: false, error }
  }
}

/** Deletes the key that nobody got. One that was made at the same moment by somebody else is not touched. */
async function takeBack(
  caller: Caller,
  call: CallOptions,
  isNew: (key: KeyInfo) => boolean,
): Promise<void> {
  try {
    const [fresh, ...others] = (await listKeys(call, caller)).filter(isNew)
    if (fresh !== undefined && others.length === 0) {
      await deleteKey({ rowId: fresh.rowId, ...call }, caller)
    }
  } catch {
    // What is told is why the rotation failed; an unused key is the smaller harm.
  }
}
