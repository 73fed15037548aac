import { editDocument } from '../edit-document.ts'
import { sourceOf, type NetrcDocument } from '../netrc-document.ts'
import { NetrcError } from '../netrc-error.ts'
import { valueFields, type ValueField } from '../netrc-values.ts'
import { outlineOf } from '../outline.ts'
import { parse } from '../parse.ts'
import { removeEntry } from '../remove-entry.ts'
import { reread } from '../reread.ts'
import { setEntry } from '../set-entry.ts'
import { respell } from '../source-text.ts'
import { applyChanges, type TextChange } from '../text-change.ts'
import { machinesOf, type MachineView } from './machine-view.ts'

/** The properties that every reader knows; netrc-parser writes them first. */
type Fields = Partial<Record<ValueField, string>>

/** Sets a property of a machine; the machine is added when the file has none of that name. */
export function setProperty(
  document: NetrcDocument,
  host: string,
  key: string,
  value: string,
): NetrcDocument {
  const machine = machinesOf(document).get(host)
  if (machine === undefined) return addMachine(document, host, { [key]: value })
  const property = machine.properties.get(key)
  if (property !== undefined) {
    const { from, to } = property.value
    const text = respell(spell(value), sourceOf(document).kind)
    return edited(document, host, machine, [{ from, to, text }])
  }
  if (isField(key)) {
    return underStandIn(document, machine.entries.slice(0, 1), (renamed, name) =>
      setEntry(renamed, { host: name, [key]: value }),
    )
  }
  if (!/^[^\s"#\\,]+$/.test(key)) {
    throw new NetrcError('ERR_NETRC_VALUE', 'The name of a netrc property must be one plain word')
  }
  const { end, gap } = machine.insertion
  const text = `${gap}${key} ${respell(spell(value), sourceOf(document).kind)}`
  return edited(document, host, machine, [{ from: end, to: end, text }])
}

/** Takes a property of a machine out, each time it stands there; no other character changes. */
export function removeProperty(document: NetrcDocument, host: string, key: string): NetrcDocument {
  const machine = machinesOf(document).get(host)
  const spans = machine?.properties.get(key)?.spans ?? []
  if (machine === undefined || spans.length === 0) return document
  const cuts = spans.map(({ from, to }) => ({ from, to, text: '' }))
  return edited(document, host, machine, cuts)
}

/** Adds a machine with its properties, as a neighbour of those that are there. */
export function addMachine(
  document: NetrcDocument,
  host: string,
  properties: Readonly<Record<string, string>> = {},
): NetrcDocument {
  const fields: Fields = {}
  for (const key of valueFields) {
    const value = properties[key]
    if (value !== undefined) fields[key] = value
  }
  return Object.entries(properties)
    .filter(([key]) => !isField(key))
    .reduce(
      (added, [key, value]) => setProperty(added, host, key, value),
      setEntry(document, { ...fields, host }),
    )
}

/** Gives a machine another name. */
export function renameMachine(document: NetrcDocument, host: string, name: string): NetrcDocument {
  const machine = machinesOf(document).get(host)
  if (machine === undefined) return addMachine(document, name)
  // Refuses what is no name.
  addMachine(parse(''), name)
  const { from, to } = machine.name
  const text = respell(name, sourceOf(document).kind)
  return edited(document, host, machine, [{ from, to, text }])
}

/** Removes a machine, every entry of that name. */
export function removeMachine(document: NetrcDocument, host: string): NetrcDocument {
  const machine = machinesOf(document).get(host)
  if (machine === undefined) return document
  return underStandIn(document, machine.entries, (renamed, name) =>
    removeEntry(renamed, { host: name }),
  )
}

/**
 * Edits entries under another name and gives them their own back, so that neither other entries of
 * the machine nor what is odd about its name has a say.
 */
function underStandIn(
  document: NetrcDocument,
  numbers: readonly number[],
  edit: (renamed: NetrcDocument, name: string) => NetrcDocument,
): NetrcDocument {
  const { text } = sourceOf(document)
  let name = 'stand-in.invalid'
  while (text.includes(name)) name = `x${name}`
  const { entries } = outlineOf(document)
  const names = numbers.flatMap((at) => entries[at]?.host ?? [])
  const there = names.map(({ from, to }) => ({ from, to, text: name }))
  const result = edit(reread(document, { text: applyChanges(text, there) }), name)
  const hosts = outlineOf(result).entries.flatMap(({ host }) => host ?? [])
  const back = hosts
    .filter(({ spelling }) => spelling === name)
    .map(({ from, to }, at) => ({ from, to, text: names[at]?.spelling ?? name }))
  return reread(result, { text: applyChanges(sourceOf(result).text, back) })
}

function isField(key: string): key is ValueField {
  return (valueFields as readonly string[]).includes(key)
}

function edited(
  document: NetrcDocument,
  host: string,
  machine: MachineView,
  changes: readonly TextChange[],
): NetrcDocument {
  const edit = { host, changes, headsBefore: new Set([machine.head]), headAfter: machine.head }
  // netrc-parser takes any key, while Python refuses a file for one that it does not know.
  return editDocument(document, edit, { dialects: [] })
}

function spell(value: string): string {
  const alone = setEntry(parse(''), { host: 'stand-in.invalid', account: value })
  return outlineOf(alone).entries[0]?.pairs[0]?.value?.spelling ?? ''
}
