// The key from a password manager: its command prints it, nothing of it stays on the disk.
// node command-provider.ts op read op://work/labkey/key
import { createClient, exitCodeOf } from '@wellkey/client'
import { fromCommand } from '@wellkey/credentials'

try {
  const [program = 'pass', ...args] = process.argv.slice(2)
  const labkey = createClient({ credentials: fromCommand([program, ...args]) })
  const { email } = await labkey.security.whoAmI()
  console.log(`${email}, by a key that ${program} printed`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = exitCodeOf(error)
}
