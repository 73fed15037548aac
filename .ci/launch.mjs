// Runs a TypeScript file on the packages' sources, with the dependencies installed: `node .ci/launch.mjs FILE ARGUMENT...`.
import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { install } from './install.mjs'

if (install()) run(process.argv.slice(2))
else process.exitCode = 1

/** @param {readonly string[]} command */
function run(command) {
  const flags = ['--import=tsx', '--conditions=@wellkey/source']
  const child = spawn(process.execPath, [...flags, ...command], {
    cwd: dirname(import.meta.dirname),
    stdio: 'inherit',
  })
  // A terminal sends Ctrl-C to the child as well: only wait for it. Other signals come to this process alone.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGHUP', () => child.kill('SIGHUP'))
  child.on('exit', (code, signal) => {
    if (signal === null) {
      process.exitCode = code ?? 1
      return
    }
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
