import type { KeychainTrouble } from './keychain-trouble.ts'

// macOS and Windows tell their troubles in words only, those of SecCopyErrorMessageString and
// FormatMessage.
const words: Readonly<Record<string, readonly (readonly [RegExp, KeychainTrouble])[]>> = {
  darwin: [
    [/interaction is not allowed/i, 'locked'],
    [/passphrase you entered is not correct/i, 'locked'],
    [/cancell?ed/i, 'locked'],
    [/keychain (could not|cannot) be found/i, 'unavailable'],
    [/no keychain is available/i, 'unavailable'],
  ],
  win32: [[/logon session does not exist/i, 'unavailable']],
}

/** The trouble that the words of a system's own keychain stand for. */
export function troubleOf(platform: string, message: string): KeychainTrouble {
  return words[platform]?.find(([pattern]) => pattern.test(message))?.[1] ?? 'failed'
}
