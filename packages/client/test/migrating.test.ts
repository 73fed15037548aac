// docs/migrating.md: its TypeScript type-checks, and it names every call that it promises to.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const text = readFileSync(join(root, 'docs/migrating.md'), 'utf8')
const blocks = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code)

const inR = `selectRows executeSql insertRows updateRows deleteRows moveRows truncateTable importRows
query.import getSchemas getQueries getQueryDetails getQueryViews getDefaultViewDetails getLookupDetails setDefaults
setWafEncoding whoAmI security.impersonateUser security.stopImpersonating setCurlOptions acceptSelfSignedCerts
security.getContainers security.createContainer security.renameContainer security.moveContainer
security.deleteContainer`

const inPython = `select_rows execute_sql insert_rows update_rows delete_rows move_rows truncate_table QueryFilter
who_am_i impersonate_user stop_impersonating get_user_by_email create_user delete_users activate_users
deactivate_users reset_password list_groups add_to_group remove_from_group add_to_role remove_from_role get_roles
make_request waf_encode`

describe('docs/migrating.md', () => {
  test.each(inR.split(/\s+/))('has labkey.%s of R', (name) => {
    expect(text).toContain(`labkey.${name}`)
  })

  test.each(inPython.split(/\s+/))('has %s of Python', (name) => {
    expect(text).toContain(name)
  })

  test('its TypeScript type-checks', { timeout: 120_000 }, () => {
    const folder = join(import.meta.dirname, 'virtual')
    const prelude = `import { createReadStream } from 'node:fs'
import { createClient, filter, type LabKeyClient } from '@wellkey/client'
declare const labkey: LabKeyClient
declare const patients: readonly { PatientId: string }[]
declare function keep(key: string): Promise<void>
export { createClient, createReadStream, filter, keep, labkey, patients }
export async function example() {
`
    const files = new Map(
      blocks.map((code, index) => [join(folder, `${index}.ts`), `${prelude}${code}}\n`]),
    )
    const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), (name) =>
      ts.sys.readFile(name),
    ) as {
      config: { compilerOptions: object }
    }
    const options = ts.convertCompilerOptionsFromJson(config.compilerOptions, root).options
    options.skipLibCheck = true
    options.noUnusedLocals = false
    options.isolatedDeclarations = false
    options.declaration = false
    const host = ts.createCompilerHost(options)
    const read = host.getSourceFile.bind(host)
    host.fileExists = (name) => files.has(name) || ts.sys.fileExists(name)
    host.getSourceFile = (name, target) => {
      const own = files.get(name)
      return own === undefined ? read(name, target) : ts.createSourceFile(name, own, target)
    }
    const program = ts.createProgram([...files.keys()], options, host)
    const problems = [...files.keys()].flatMap((name) => {
      const file = program.getSourceFile(name)
      return [
        ...program.getSyntacticDiagnostics(file),
        ...program.getSemanticDiagnostics(file),
      ].map(
        ({ messageText }) =>
          `${name.replace(/^.*\//, '')}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
      )
    })
    expect(blocks.length).toBeGreaterThan(10)
    expect(problems).toEqual([])
  })
})
