// A message bus, a keyring and, where asked for, a screen of a test's own. Nothing of the person's
// session is seen or touched.
import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Session {
  /** What a program needs to reach this session, and nothing of the one around. */
  readonly environment: Readonly<Record<string, string>>
  /** Runs a program in it; answers with its standard output. */
  run(program: string, ...args: readonly string[]): Promise<string>
  /** As after a log-in that gave no password: the same keyring on a new bus, locked. */
  logInAgain(): Promise<void>
  stop(): Promise<void>
}

export interface SessionOptions {
  /** `none`: no program offers the Secret Service; `new`: nobody has made a keyring. */
  readonly keyring: 'unlocked' | 'new' | 'none'
  /** With a screen, on which unlock prompts appear. */
  readonly screen?: boolean
}

/** Whether this machine has the programs. */
export function has(...programs: readonly string[]): boolean {
  if (process.platform !== 'linux') return false
  return programs.every((program) => {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  })
}

export const hasSecretService: boolean = has('dbus-daemon', 'gnome-keyring-daemon', 'secret-tool')
export const hasScreen: boolean = hasSecretService && has('Xvfb')

export async function startSession(options: SessionOptions): Promise<Session> {
  const folder = mkdtempSync(join(tmpdir(), 'wellkey-session-'))
  for (const name of ['run', 'data', 'home']) mkdirSync(join(folder, name), { mode: 0o700 })
  const processes: ChildProcess[] = []
  const environment: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: join(folder, 'home'),
    XDG_RUNTIME_DIR: join(folder, 'run'),
    XDG_DATA_HOME: join(folder, 'data'),
  }
  if (options.screen === true) {
    const xvfb = spawn('Xvfb', ['-displayfd', '1', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    processes.push(xvfb)
    environment['DISPLAY'] = `:${await firstLine(xvfb)}`
  }
  const config =
    options.keyring === 'none' ? [`--config-file=${bareBusConfig(folder)}`] : ['--session']
  const startBus = async (): Promise<void> => {
    const bus = spawn('dbus-daemon', [...config, '--nofork', '--print-address'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    processes.push(bus)
    environment['DBUS_SESSION_BUS_ADDRESS'] = await firstLine(bus)
  }
  await startBus()
  if (options.keyring === 'unlocked') {
    // The password is all of standard input: a line end would belong to it.
    const args = ['--unlock', '--components=secrets']
    const daemon = spawn('gnome-keyring-daemon', args, {
      env: environment,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    daemon.stdin?.end('throw-away')
    await once(daemon, 'exit')
  }
  return {
    environment,
    async run(program, ...args) {
      return (await run(program, args, { env: environment })).stdout
    },
    async logInAgain() {
      // The keyring daemon ends with its bus.
      await end(processes.pop())
      await startBus()
    },
    async stop() {
      for (const child of processes.toReversed()) await end(child)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill()
  await ended
}

/** A bus without a folder of services, so that it cannot start any. */
function bareBusConfig(folder: string): string {
  const file = join(folder, 'bus.conf')
  const policy =
    '<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>'
  writeFileSync(
    file,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir=${folder}</listen>${policy}</busconfig>`,
  )
  return file
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = ''
  if (child.stdout === null) throw new Error('no standard output')
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    text += chunk.toString()
    if (text.includes('\n')) break
  }
  return text.trim()
}
