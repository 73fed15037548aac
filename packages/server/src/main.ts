#!/usr/bin/env node
import packageJson from '../package.json' with { type: 'json' }
import { dieCleanly } from './command/die-cleanly.ts'
import { runServer } from './run-server.ts'

dieCleanly(process, (line) => process.stderr.write(line))

const stopped = new Promise<void>((resolve) => {
  let isStopping = false
  const stop = (): void => {
    // Who asks twice does not want to wait for what is under way.
    if (isStopping) process.exit(130)
    isStopping = true
    resolve()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
})

process.exitCode = await runServer({
  argv: process.argv.slice(2),
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  stopped,
  version: packageJson.version,
})
