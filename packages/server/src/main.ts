#!/usr/bin/env node
import { once } from 'node:events'

import packageJson from '../package.json' with { type: 'json' }
import { runServer } from './run-server.ts'

process.exitCode = await runServer({
  argv: process.argv.slice(2),
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  stopped: Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]),
  version: packageJson.version,
})
