import type { Secret } from '@wellkey/credentials'
import type { LabKeyClient } from '../create-client.ts'
import type { Caller } from '../query/ask-query.ts'
import { createUse } from '../create-use.ts'
import type { CreateKeyOptions } from './create-key.ts'
import type { DeleteKeyOptions } from './delete-key.ts'
import type { KeyInfo } from './key-info.ts'
import type { ListKeysOptions } from './list-keys.ts'
import type { RotatedKey, RotateKeyOptions } from './rotate-key.ts'

/** Making, listing, replacing and deleting the user's keys. */
export interface KeysApi {
  /**
   * Makes a key, which is shown this once: `reveal()` gives it.
   *
   * Servers: all; `description` from LabKey 24.10 on.
   *
   * @throws {LabKeyNotFoundError} where the server has switched such keys off
   * @throws {LabKeyPermissionError} for an API key while impersonating somebody
   * @example
   * ```ts
   * const key = await labkey.keys.create({ description: 'nightly export' })
   * await writeSecret('labkey', key.reveal())
   * ```
   */
  create(options?: CreateKeyOptions): Promise<Secret>
  /**
   * Lists the user's API keys with their expiry and last use, oldest first.
   *
   * Servers: LabKey 24.2 and newer; `lastUsed` and `description` from 24.10 on.
   *
   * @throws {LabKeyNotFoundError} for a server that does not list keys
   * @example
   * ```ts
   * for (const { rowId, expires } of await labkey.keys.list()) console.log(rowId, expires ?? 'never')
   * ```
   */
  list(options?: ListKeysOptions): Promise<readonly KeyInfo[]>
  /**
   * Deletes an API key. (A session key ends when its browser session is signed out.)
   *
   * Servers: LabKey 24.2 and newer.
   *
   * @throws {LabKeyNotFoundError} for one that is not there, or is another user's
   * @example
   * ```ts
   * await labkey.keys.delete({ rowId: 12 })
   * ```
   */
  delete(options: DeleteKeyOptions): Promise<void>
  /**
   * Replaces an API key by a new one: make, verify, store, and only then delete the old one.
   *
   * Servers: LabKey 24.2 and newer.
   *
   * @throws {LabKeyNotFoundError} for a key that is not there, or is another user's; nothing was changed then
   * @example
   * ```ts
   * const rotated = await labkey.keys.rotate({
   *   rowId: 12,
   *   store: async ({ key }) => writeSecret('labkey', key.reveal()),
   * })
   * if (!rotated.oldKeyDeleted) console.warn('delete key 12 by hand')
   * ```
   */
  rotate(options: RotateKeyOptions): Promise<RotatedKey>
}

/** Makes the key functions of a client. What they are made of is loaded with the first call. */
export function createKeysApi(caller: Caller, clientOf: (key: Secret) => LabKeyClient): KeysApi {
  const use = createUse(() => import('./key-functions.ts'))
  return Object.freeze<KeysApi>({
    create: (options = {}) => use(options, ({ createKey }, own) => createKey(own, caller)),
    list: (options = {}) => use(options, ({ listKeys }, own) => listKeys(own, caller)),
    delete: (options) => use(options, ({ deleteKey }, own) => deleteKey(own, caller)),
    rotate: (options) => use(options, ({ rotateKey }, own) => rotateKey(own, caller, clientOf)),
  })
}
