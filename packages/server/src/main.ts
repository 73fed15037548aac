#!/usr/bin/env node
import packageJson from '../package.json' with { type: 'json' }
import { dieCleanly } from './command/die-cleanly.ts'
import { runServer } from './run-server.ts'

let stop: () => void = () => undefined
const stopped = new Promise<void>((resolve) => (stop = resolve))

let isStopping = false
const onSignal = (): void => {
  // Who asks twice does not want to wait for what is under way.
  if (isStopping) process.exit(130)
  isStopping = true
  stop()
}
process.on('SIGINT', onSignal)
process.on('SIGTERM', onSignal)

let running: Promise<number> | undefined
dieCleanly(
  process,
  (line) => process.stderr.write(line),
  () => {
    stop()
    return running ?? Promise.resolve()
  },
)

running = runServer({
  argv: process.argv.slice(2),
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  stopped,
  version: packageJson.version,
})
process.exitCode = await running
