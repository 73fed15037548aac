// The rules for systems whose keychain is not at hand where the tests run.
import { describe, expect, test } from 'vitest'
import { socketPathOf } from '../src/keychain/dbus-connection.ts'
import { readMessage, writeCall } from '../src/keychain/dbus-message.ts'
import { lockedKeychain, unloadableKeytar, withoutKeytar } from '../src/keychain/keychain-advice.ts'
import { troubleOf } from '../src/keychain/native-words.ts'

describe('troubleOf()', () => {
  test.for([
    ['darwin', 'User interaction is not allowed.', 'locked'],
    ['darwin', 'The user name or passphrase you entered is not correct.', 'locked'],
    ['darwin', 'User canceled the operation.', 'locked'],
    ['darwin', 'A default keychain could not be found.', 'unavailable'],
    ['darwin', 'No keychain is available. You may need to restart your computer.', 'unavailable'],
    ['darwin', 'One or more parameters passed to a function were not valid.', 'failed'],
    [
      'win32',
      'A specified logon session does not exist. It may already have been terminated.',
      'unavailable',
    ],
    ['win32', 'The stub received bad data.', 'failed'],
    ['linux', 'User interaction is not allowed.', 'failed'],
  ])('%s: %s %s', ([platform = '', message = '', trouble]) => {
    expect(troubleOf(platform, message)).toBe(trouble)
  })
})

describe('the advice', () => {
  test.for([
    [withoutKeytar(), 'npm install keytar@npm:@github/keytar@7.10.6'],
    [unloadableKeytar('linux', 'x'), 'apt install libsecret-1-0'],
    [unloadableKeytar('win32', 'x'), 'npm install --force keytar'],
    [lockedKeychain('darwin'), 'security unlock-keychain'],
  ] as const)('names the remedy', ([error, remedy]) => {
    expect(error.message).toContain(remedy)
  })
})

describe('socketPathOf()', () => {
  test.for([
    ['unix:path=/run/user/1000/bus', '/run/user/1000/bus'],
    ['unix:path=/tmp/a%20b%2cc,guid=00ff', '/tmp/a b,c'],
    ['unix:guid=00ff,abstract=/tmp/dbus-x', '\0/tmp/dbus-x'],
    ['tcp:host=localhost,port=1;unix:path=/x', '/x'],
  ])('%s', ([address = '', path]) => {
    expect(socketPathOf(address)).toBe(path)
  })

  test('refuses an address without a Unix socket', () => {
    expect(() => socketPathOf('tcp:host=localhost,port=1')).toThrow('names no Unix socket')
  })
})

describe('readMessage()', () => {
  const call = { destination: 'd', path: '/p', interface: 'i.i', member: 'M', args: { a: 'b' } }

  test('waits for a whole message, and leaves what comes after it', () => {
    const bytes = writeCall(call, 7)
    for (let length = 0; length < bytes.length; length += 1) {
      expect(readMessage(bytes.subarray(0, length))).toBeUndefined()
    }
    const read = readMessage(Buffer.concat([bytes, Buffer.from('next')]))
    expect(read?.rest.toString()).toBe('next')
    expect(read?.message).toMatchObject({ isError: false, replyTo: 0 })
  })

  // A reply of a daemon on a big-endian machine: serial 9, in answer to 3, with the string "ok".
  test('reads either byte order', () => {
    const header = '42020001 00000007 00000009 0000000f'
    const fields = '05017500 00000003 08016700 01730000'
    const body = '00000002 6f6b00'
    const reply = Buffer.from(`${header}${fields}${body}`.replaceAll(' ', ''), 'hex')
    const read = readMessage(reply)
    expect(read?.message.replyTo).toBe(3)
    expect(read?.message.body.string()).toBe('ok')
  })

  test('refuses a message that is longer than any answer', () => {
    const bytes = writeCall(call, 7)
    bytes.writeUInt32LE(2 ** 27, 4)
    expect(() => readMessage(bytes)).toThrow('too long')
  })
})
