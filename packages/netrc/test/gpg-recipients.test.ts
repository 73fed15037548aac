// To whom gpg is asked to encrypt, word by word, and what is repeated of its refusal.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { editNetrc } from '@wellkey/netrc'
import { addKey, failed, failureOf, forEachTest } from './made-netrc.ts'

let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made), { name: '.netrc.gpg', text: 'cipher' })

describe.skipIf(process.platform === 'win32')('the call of gpg that encrypts', () => {
  /** A gpg that says the file is for two subkeys, notes how it is called then, and answers so. */
  const noting = (answer: string): string => {
    const program = join(folder, 'gpg')
    const script = `#!/bin/sh
case "$*" in
  *--decrypt*) printf '[GNUPG:] ENC_TO 00AA 1 0\\n[GNUPG:] ENC_TO 00BB 1 0\\n[GNUPG:] DECRYPTION_OKAY\\n' >&2 ;;
  *--list-packets*) ;;
  *) printf '%s\\n' "$@" > '${join(folder, 'words')}'; cat > /dev/null; ${answer} ;;
esac
`
    writeFileSync(program, script, { mode: 0o700 })
    return program
  }

  test('names exactly the keys of before, nobody else, and asks nobody for trust', async () => {
    const gpgProgram = noting("echo '[GNUPG:] END_ENCRYPTION' >&2; echo new")
    await editNetrc(file, addKey, { gpgProgram })
    expect(readFileSync(file, 'utf8')).toBe('new\n')
    const words = readFileSync(join(folder, 'words'), 'utf8').trimEnd().split('\n')
    // The `!` keeps gpg from taking another subkey of the same person.
    expect(words.filter((word) => word.startsWith('0x'))).toEqual(['0x00AA!', '0x00BB!'])
    expect(words).toContain('--no-encrypt-to')
    expect(words).toContain('--trust-model=always')
    expect(words).not.toContain('--default-recipient-self')
    expect(words.join(' ')).not.toContain('k'.repeat(50))
  })

  test('that is refused for a key repeats nothing that a terminal would obey', async () => {
    const gpgProgram = noting("printf '[GNUPG:] INV_RECP 10 0xAA\\033[2J\\n' >&2; exit 2")
    const error = await failureOf(editNetrc(file, addKey, { gpgProgram }))
    expect(error).toEqual(failed('ERR_NETRC_GPG', /cannot encrypt to 0xAA2J, a key/))
    expect(readFileSync(file, 'utf8')).toBe('cipher')
  })
})
