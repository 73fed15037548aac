import type { OptionReader } from '../check-options.ts'
import { parameters } from '../query/ask-query.ts'

/** A user, by id or by e-mail address; never both. */
export type UserChoice =
  | { readonly userId: number; readonly email?: undefined }
  | { readonly email: string; readonly userId?: undefined }

/** Reads a {@link UserChoice} and writes it as LabKey's parameters. */
export function chosenUser(
  read: OptionReader,
  idName: 'userId' | 'principalId',
): readonly (readonly [string, string])[] {
  const userId = read.integer('userId', 1)
  const email = emailOf(read)
  if ((userId === undefined) === (email === undefined)) {
    read.refuse(userId === undefined ? 'userId' : 'email', 'there when the other of the two is not')
  }
  return parameters({ [idName]: userId, email })
}

/** Reads one e-mail address; LabKey would take several, parted by blanks, commas or semicolons. */
export function emailOf(read: OptionReader): string | undefined {
  const email = read.text('email')
  return email === undefined || /^[^\s,;]+$/.test(email)
    ? email
    : read.refuse('email', 'one e-mail address')
}

/** Reads ids of users or groups; at least one. */
export function idsOf(read: OptionReader, name: string): readonly number[] {
  const ids = read.list(name) ?? []
  return areIds(ids) ? ids : read.refuse(name, 'an array of ids, at least one')
}

function areIds(items: readonly unknown[]): items is readonly number[] {
  return items.length > 0 && items.every((item) => Number.isSafeInteger(item))
}
