import { Option } from 'commander'

/** The option that says where a key is stored, the same for every command that stores one. */
export function storeOption(): Option {
  return new Option(
    '--store <place>',
    'where to store it (default: the keychain if there is one, else netrc)',
  ).choices(['keychain', 'netrc'])
}
