import { ask } from '../ask.ts'
import type { CallOptions } from '../call-options.ts'
import type { LabKeyClient } from '../create-client.ts'

/** An e-mail. */
export interface SendMessageOptions extends CallOptions {
  /** The sender's address, of somebody with an account. Default: the site's own. */
  readonly from?: string
  readonly to: readonly MessageRecipient[]
  readonly subject?: string
  /** The same words in several forms: the reader's program shows the best that it can. */
  readonly content?: readonly MessageContent[]
}

/** Somebody to write to, by address, or as a user or group by id. */
export type MessageRecipient = {
  /** Default: `TO`. */
  readonly type?: 'TO' | 'CC' | 'BCC'
} & (
  | { readonly address: string; readonly principalId?: undefined }
  | { readonly principalId: number; readonly address?: undefined }
)

/** A part of a message. */
export interface MessageContent {
  readonly type: 'text/plain' | 'text/html'
  readonly content: string
}

/** `announcements-sendMessage`: labkey-api-js 1.35.3, `src/labkey/Message.ts`. */
export function sendMessage(labkey: LabKeyClient, options: SendMessageOptions): Promise<void> {
  return ask(
    labkey,
    options,
    {
      name: 'messages.sendMessage',
      takes: { from: 'text', to: 'objects!', subject: 'text', content: 'objects' },
      post: 'announcements-sendMessage',
      sends: ({ from, to, subject, content }) => ({
        json: {
          msgFrom: from,
          msgRecipients: to.map((recipient) => ({ type: 'TO', ...recipient })),
          msgSubject: subject,
          msgContent: content,
        },
      }),
    },
    () => undefined,
  )
}
