import type { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import type { Candidate, Offer } from './candidate.ts'
import { optionOf, positionOf, type Position } from './words-before.ts'

/** Names that only a server knows. */
export type RemoteNames = (
  kind: 'containers' | 'schemas' | 'queries',
  position: Position,
) => Promise<readonly Candidate[]>

/** Says what could stand in place of the last word. */
export async function offerFor(
  root: Command,
  words: readonly string[],
  terminal: Terminal,
  askServer: RemoteNames,
): Promise<Offer> {
  const typed = words.at(-1) ?? ''
  const position = positionOf(root, words.slice(0, -1))
  const { command, option, argument, operands, isBehindDashes } = position
  const at = typed.indexOf('=')
  if (option === undefined && !isBehindDashes && typed.startsWith('--') && at > 0) {
    const own = optionOf(command, typed.slice(0, at))
    if (own === undefined) return []
    const offer = await valuesOf(own.attributeName(), own.argChoices, position)
    if (offer === 'files') return offer
    const flag = typed.slice(0, at + 1)
    return offer.map((candidate) => ({ ...candidate, value: flag + candidate.value }))
  }
  if (option !== undefined) return valuesOf(option.attributeName(), option.argChoices, position)
  if (typed.startsWith('-') && !isBehindDashes) return flagsOf(command)
  if (operands.length === 0 && command.commands.length > 0) return commandsOf(command)
  if (argument === undefined) return []
  return valuesOf(argument.name(), argument.argChoices, position)

  async function valuesOf(
    name: string,
    choices: readonly string[] | undefined,
    where: Position,
  ): Promise<Offer> {
    if (choices !== undefined) return choices.map((value) => ({ value }))
    switch (name) {
      case 'file':
      case 'out':
      case 'from':
        return 'files'
      case 'server':
      case 'url':
        return (await import('./known-servers.ts')).knownServers(terminal)
      case 'host':
        return (await import('./known-servers.ts')).knownMachines(terminal, where.values['file'])
      case 'container':
        return askServer('containers', where)
      case 'schema':
        return askServer('schemas', where)
      case 'query':
        return askServer('queries', where)
      default:
        return []
    }
  }
}

function commandsOf(command: Command): readonly Candidate[] {
  const names = command.createHelp().visibleCommands(command)
  return names.map((sub) => ({ value: sub.name(), description: sub.description() }))
}

function flagsOf(command: Command): readonly Candidate[] {
  const options = command.createHelp().visibleOptions(command)
  return options.flatMap(({ long, description }) =>
    long === undefined || long === null ? [] : [{ value: long, description }],
  )
}
