#!/usr/bin/env node
import { abortOnInterrupt } from './interruption.ts'
import { runCli } from './run-cli.ts'
import { systemTerminal } from './terminal.ts'

async function main(): Promise<void> {
  process.exitCode = await runCli(process.argv.slice(2), systemTerminal(abortOnInterrupt()))
}

void main()
