// Compiled against the built declarations with no library check left out, as a strict user would.
import * as client from '@wellkey/client'
import * as credentials from '@wellkey/credentials'
import * as netrc from '@wellkey/netrc'
import * as server from '@wellkey/server'

export { client, credentials, netrc, server }
