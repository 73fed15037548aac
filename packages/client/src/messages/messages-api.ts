import type { SendMessageOptions } from './send-message.ts'

/** E-mails that the server sends. */
export interface MessagesApi {
  /**
   * Has the server send an e-mail. Sender and recipients must have accounts, unless the user may write to
   * strangers.
   *
   * Servers: all.
   *
   * @throws {LabKeyError} `ERR_LABKEY_SERVER` for an address without an account, or without anybody to write to
   * @example
   * ```ts
   * await labkey.messages.sendMessage({
   *   to: [{ address: 'ann@example.org' }, { principalId: 1200, type: 'CC' }],
   *   subject: 'Import done',
   *   content: [{ type: 'text/plain', content: '312 rows' }],
   * })
   * ```
   */
  sendMessage(options: SendMessageOptions): Promise<void>
}
