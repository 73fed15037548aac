// Signals of others, and the lock of a process that ends.
import { execFileSync, spawn } from 'node:child_process'
import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { editNetrc, editNetrcSync, nodeHostSync } from '@wellkey/netrc'
import { bareEnvironment } from './edit-child.ts'
import { childCommand } from './fault-child.ts'
import { addKey, forEachTest, isPosix, old } from './made-netrc.ts'

let folder: string
let file: string
forEachTest((made) => ({ folder, file } = made))

describe.skipIf(!isPosix)('editNetrc() and the end of the process', () => {
  test('F29: leaves the end of the process to those who listen for the signal', async () => {
    let heard = 0
    const listener = (): void => {
      heard++
    }
    process.on('SIGHUP', listener)
    try {
      const result = await editNetrc(file, (document) => {
        process.kill(process.pid, 'SIGHUP')
        return addKey(document)
      })
      expect(result.isChanged).toBe(true)
      await expect.poll(() => heard).toBe(1)
    } finally {
      process.off('SIGHUP', listener)
    }
    await expect.poll(() => process.listenerCount('SIGHUP')).toBe(0)
    expect(lstatSync(file).isFile()).toBe(true)
  })

  test('F29: removes its lock and its temporary file at the end of the process, and no other lock', () => {
    const end = (when: string): void => {
      const [node = '', ...args] = childCommand('exit-child.mjs', file, when)
      execFileSync(node, args, { env: bareEnvironment })
    }
    for (const when of ['locked', 'written']) {
      end(when)
      expect(readdirSync(folder)).toEqual(['.netrc'])
      expect(readFileSync(file, 'utf8')).toBe(old)
    }
    end('robbed of its lock')
    expect(readFileSync(`${file}.lock`, 'utf8')).toBe('somebody else')
  })

  test('lets others have their turn, also when it writes nothing', async () => {
    let hasTurned = false
    setImmediate(() => (hasTurned = true))
    await editNetrc(file, (document) => document)
    expect(hasTurned).toBe(true)
  })

  test('waits with a synchronous edit as with an asynchronous one', async () => {
    const host = nodeHostSync()
    const holder = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 400)'], { stdio: 'ignore' })
    const lock = { pid: holder.pid, host: host.hostname }
    writeFileSync(`${file}.lock`, JSON.stringify(lock))
    expect(editNetrcSync(file, addKey)).toMatchObject({ isChanged: true })
    expect(readdirSync(folder)).toEqual(['.netrc'])
  })
})
