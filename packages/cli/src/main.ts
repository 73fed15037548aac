#!/usr/bin/env node
import { abortOnInterrupt } from './interruption.ts'
import { runCli, wordsOf } from './run-cli.ts'
import { say, systemTerminal } from './terminal.ts'

async function main(): Promise<void> {
  const terminal = systemTerminal(abortOnInterrupt())
  // Node would print all that hangs on the error: of a request, its headers with the key.
  process.on('uncaughtException', (error) => {
    say(terminal, `wellkey: ${wordsOf(error)}`)
    process.exit(1)
  })
  process.exitCode = await runCli(process.argv.slice(2), terminal)
}

void main()
