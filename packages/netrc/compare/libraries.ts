// The three libraries behind one shape, each used as its documentation says.
import { readFileSync, writeFileSync } from 'node:fs'
import netrcPeer from 'netrc'
import { Netrc, parse as parsePeer } from 'netrc-parser'
import { editNetrcSync, findEntry, parse, setEntry } from '@wellkey/netrc'

export interface Library {
  readonly read: (text: string, host: string) => { login?: string; password?: string } | undefined
  /** Sets the password of a host in a file and saves it. */
  readonly save: (file: string, host: string, password: string) => void
}

export const libraries: Readonly<Record<string, Library>> = {
  '@wellkey/netrc': {
    read: (text, host) => findEntry(parse(text), { host }),
    save: (file, host, password) => {
      editNetrcSync(file, (document) => setEntry(document, { host, password }))
    },
  },
  'netrc-parser 3.1.6': {
    read: (text, host) => parsePeer(text)[host],
    save: (file, host, password) => {
      const netrc = new Netrc(file)
      netrc.loadSync()
      netrc.machines[host] = { password }
      netrc.saveSync()
    },
  },
  'netrc 0.1.4': {
    read: (text, host) => netrcPeer.parse(text)[host],
    save: (file, host, password) => {
      // Its own save() writes $HOME/.netrc whatever file was read, so its text is written here.
      const machines = netrcPeer.parse(readFileSync(file, 'utf8'))
      machines[host] = { ...machines[host], password }
      writeFileSync(file, netrcPeer.format(machines))
    },
  },
}
