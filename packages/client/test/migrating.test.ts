// docs/migrating.md: each call of the R and Python clients for queries, keys and security stands in one section with
// ours, and ours is there. That its TypeScript type-checks is tested with all other documents.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient, filter } from '@wellkey/client'
import { describe, expect, test } from 'vitest'

const page = readFileSync(join(import.meta.dirname, '../../../docs/migrating.md'), 'utf8')

// Theirs by the names of the packages, then ours.
const inR = `
setDefaults            createClient
setCurlOptions         tls
acceptSelfSignedCerts  tls
setWafEncoding         wafEncoding
selectRows             query.selectRows
executeSql             query.executeSql
insertRows             query.insertRows
updateRows             query.updateRows
deleteRows             query.deleteRows
importRows             query.importRows
moveRows               query.moveRows
truncateTable          query.truncateTable
query.import           query.importData
getSchemas             query.getSchemas
getQueries             query.getQueries
getQueryDetails        query.getQueryDetails
getDefaultViewDetails  defaultViewColumns
getLookupDetails       lookup
getQueryViews          query.getQueryViews
whoAmI                       security.whoAmI
security.impersonateUser     security.impersonateUser
security.stopImpersonating   security.stopImpersonating
security.getContainers       containers.getContainers
security.createContainer     containers.createContainer
security.renameContainer     containers.renameContainer
security.moveContainer       containers.moveContainer
security.deleteContainer     containers.deleteContainer`

// R's session objects have no prefix.
const inSession = `
getSession             createClient
lsSchemas              query.getSchemas
getSchema              query.getSchemas
getRows                query.selectRows
getLookups             query.getQueryDetails
getFolderPath          container
saveResults            saveBatch
labkey.makeRemotePath  relative`

const inPython = `
APIWrapper             createClient
waf_encode             wafEncoding
query.select_rows      query.selectRows
query.execute_sql      query.executeSql
query.insert_rows      query.insertRows
query.update_rows      query.updateRows
query.delete_rows      query.deleteRows
query.move_rows        query.moveRows
query.truncate_table   query.truncateTable
security.who_am_i              security.whoAmI
security.impersonate_user      security.impersonateUser
security.stop_impersonating    security.stopImpersonating
security.create_user           security.createUser
security.reset_password        security.resetPassword
security.activate_users        security.activateUsers
security.deactivate_users      security.deactivateUsers
security.delete_users          security.deleteUsers
security.get_user_by_email     security.getUsers
security.list_groups           security.listGroups
security.add_to_group          security.addGroupMembers
security.remove_from_group     security.removeGroupMembers
security.get_roles             security.getRoles
security.add_to_role           security.addRole
security.remove_from_role      security.removeRole
make_request                   request`

/** Of makeFilter and QueryFilter: what is in one row of the table, theirs and ours in their order. */
const filters: Readonly<Record<string, string>> = {
  'EQUAL, EQUALS': 'eq',
  'NOT_EQUAL, NOT_EQUAL_OR_MISSING': 'neq, neqOrNull',
  'GREATER_THAN, GREATER_THAN_OR_EQUAL, LESS_THAN, LESS_THAN_OR_EQUAL': 'gt, gte, lt, lte',
  'DATE_EQUAL, DATE_GREATER_THAN': 'dateEq, dateGt',
  'CONTAINS, DOES_NOT_CONTAIN, STARTS_WITH, DOES_NOT_START_WITH':
    'contains, doesNotContain, startsWith, doesNotStartWith',
  'IN, EQUALS_ONE_OF, NOT_IN': 'in, notIn',
  'CONTAINS_ONE_OF, CONTAINS_NONE_OF': 'containsOneOf, containsNoneOf',
  'BETWEEN, NOT_BETWEEN': 'between, notBetween',
  'MISSING, IS_BLANK, NOT_MISSING, IS_NOT_BLANK': 'isBlank, isNonBlank',
  'MV_INDICATOR, NO_MV_INDICATOR': 'hasMissingValue, lacksMissingValue',
  'MEMBER_OF, EXP_CHILD_OF, EXP_PARENT_OF, EXP_LINEAGE_OF':
    'memberOf, childOf, parentOf, lineageOf',
  'ONTOLOGY_IN_SUBTREE, ONTOLOGY_NOT_IN_SUBTREE': 'inSubtree, notInSubtree',
  Q: 'search',
}

type Pair = readonly [theirs: string, ours: string]

const pairsOf = (table: string, prefix: string): readonly Pair[] =>
  table
    .trim()
    .split('\n')
    .map((line): Pair => {
      const [theirs = '', ours = ''] = line.trim().split(/\s+/)
      return [prefix + theirs, ours]
    })
const pairs = [...pairsOf(inR, 'labkey.'), ...pairsOf(inSession, ''), ...pairsOf(inPython, '')]

/** The pairs that no section has whole. */
function missingIn(text: string): readonly Pair[] {
  const sections = text.split(/^## /m)
  return pairs.filter(
    ([theirs, ours]) =>
      !sections.some((section) => hasWord(theirs, section) && hasOurs(ours, section)),
  )
}

/** A call stands in TypeScript; an option may be named in a sentence. */
function hasOurs(ours: string, section: string): boolean {
  const isCall = ours.includes('.') || ours === 'request'
  return isCall ? hasWord(`labkey.${ours}`, typeScriptIn(section)) : hasWord(ours, section)
}

function hasWord(name: string, text: string): boolean {
  return wordOf(name).test(text)
}

/** `getRoles` is not in `getRolesOf`. */
function wordOf(name: string, flags = ''): RegExp {
  return new RegExp(String.raw`\b${name.replaceAll('.', String.raw`\.`)}\b`, flags)
}

function typeScriptIn(text: string): string {
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code).join('')
}

/** The rows of the table of filters that are not as they have to be. */
function wrongFiltersIn(text: string): readonly string[] {
  const rows = [...text.matchAll(/^\| (`.*`.*) \| (.*) \|$/gm)].map(
    ([, theirs = '', ours = '']) => ({
      theirs: namesIn(theirs),
      ours: namesIn(ours).map((name) => name.replace(/^filter\('\*'\)\.|\(text\)$/g, '')),
    }),
  )
  return Object.entries(filters)
    .filter(
      ([theirs, ours]) =>
        !rows.some((row) => row.theirs.join(', ') === theirs && row.ours.join(', ') === ours),
    )
    .map(([theirs]) => theirs)
}

function namesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
}

describe('docs/migrating.md', () => {
  test('has every call of R and Python beside ours', () => {
    expect(missingIn(page)).toEqual([])
  })

  test.each(pairs)('would be told if it had no %s, or not %s beside it', (theirs, ours) => {
    for (const name of [theirs, ours]) {
      expect(missingIn(page.replaceAll(wordOf(name, 'g'), 'other'))).toContainEqual([theirs, ours])
    }
  })

  test('has every kind of filter', () => {
    expect(wrongFiltersIn(page)).toEqual([])
  })

  test('would be told if it had a wrong one', () => {
    expect(wrongFiltersIn(page.replace('`gt`, `gte`', '`gte`, `gt`'))).toHaveLength(1)
    expect(wrongFiltersIn(page.replace(/^\| `Q`.*\n/m, ''))).toEqual(['Q'])
  })

  test('names nothing of ours that is not there', () => {
    const labkey = createClient({ baseUrl: 'https://labkey.example.org', credentials: 'anonymous' })
    const calls = typeScriptIn(page).matchAll(/\blabkey\.(\w+)\.(\w+)\(/g)
    const kinds = [...calls].map(([call, area = '', name = '']) => {
      const functions: unknown = Reflect.get(labkey, area)
      return `${call} ${functions instanceof Object ? typeof Reflect.get(functions, name) : 'nothing'}`
    })
    expect(kinds.length).toBeGreaterThan(30)
    expect(kinds.filter((kind) => !kind.endsWith(' function'))).toEqual([])
    const builder = filter('x')
    for (const name of Object.values(filters).flatMap((names) => names.split(', '))) {
      expect([name, typeof Reflect.get(builder, name)]).toEqual([name, 'function'])
    }
  })
})
