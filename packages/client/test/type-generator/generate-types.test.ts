// Whatever a server calls its columns, the file of types parses, declares and does nothing, and can be read back.
import {
  compareGenerated,
  generateTypes,
  type DescribedQuery,
} from '@wellkey/client/type-generator'
import fc from 'fast-check'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '*/ process.exit(1) /*',
    "'; alert(1); '",
    '`${process.exit(1)}`',
    '\n// @ts-ignore\n',
    '\r\n',
    '\u2028evil()',
    '@ts-nocheck',
    '@deprecated',
    'class',
    '1st',
    '',
    '__proto__',
    'constructor',
    'new',
    'A/B',
    'Ünï çödé',
    '日本',
    '\ud800',
    '\u202e',
    '\\',
    "\\'",
    '"',
    '}',
    '{',
    ':',
    '?',
    ';',
    '//',
    '/*',
    'readonly',
    'a b',
    'a-b',
  ),
)

const column = fc.record({
  name: nasty,
  caption: nasty,
  description: nasty,
  type: fc.oneof(
    fc.constantFrom('string', 'int', 'float', 'boolean', 'date', 'time', 'other', 'constructor'),
    nasty,
  ),
  hidden: fc.boolean(),
  keyField: fc.boolean(),
  nullable: fc.boolean(),
  required: fc.boolean(),
  readOnly: fc.boolean(),
})

const query: fc.Arbitrary<DescribedQuery> = fc
  .record({
    schemaName: nasty,
    name: nasty,
    title: nasty,
    description: nasty,
    isUserDefined: fc.boolean(),
    columns: fc.array(column, { maxLength: 5 }),
    parameters: fc.array(
      fc.record({
        name: nasty,
        type: fc.constantFrom('string', 'number', 'boolean', 'date'),
        isOptional: fc.boolean(),
      }),
      { maxLength: 2 },
    ),
    target: fc.record({
      schemaName: nasty,
      queryName: nasty,
      columns: fc.array(column, { maxLength: 2 }),
    }),
  })
  .map(({ target, ...one }) => ({
    ...one,
    parameters: [...new Map(one.parameters.map((item) => [item.name, item])).values()],
    view: one.columns.map(({ name }) => name),
    lookups: one.columns.slice(0, 1).map(({ name }) => ({ ...target, column: name })),
  }))

const queries = fc.array(query, { maxLength: 4 })

function parsed(text: string) {
  const options = { module: ts.ModuleKind.ESNext, isolatedModules: true }
  const { diagnostics = [] } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: options,
  })
  return {
    errors: diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
    source: ts.createSourceFile('a.ts', text, ts.ScriptTarget.ESNext, true),
  }
}

function interfacesIn(source: ts.SourceFile): readonly string[] {
  return source.statements.filter(ts.isInterfaceDeclaration).map(({ name }) => name.text)
}

const patients: DescribedQuery = {
  schemaName: 'lists',
  name: 'Patients',
  title: 'Patients',
  isUserDefined: false,
  columns: [
    { name: 'Age', caption: 'Age', type: 'int', hidden: false, keyField: false, nullable: true },
    {
      name: 'Id',
      caption: 'Id',
      type: 'string',
      hidden: false,
      keyField: true,
      required: true,
      nullable: false,
    },
    { name: 'Made', caption: 'Made', type: 'date', hidden: false, keyField: false, readOnly: true },
    { name: 'A B', fieldKey: 'A B', caption: 'A B', type: 'array', hidden: false, keyField: false },
  ],
  view: ['Id', 'Age'],
  lookups: [],
}

describe('generateTypes', () => {
  test('gives a file that parses and only declares, whatever names and captions are', () => {
    fc.assert(
      fc.property(queries, fc.array(nasty, { maxLength: 3 }), (list, head) => {
        const text = generateTypes({ queries: list, head })
        const { errors, source } = parsed(text)
        expect(errors).toEqual([])
        for (const statement of source.statements) {
          const isTypeImport =
            ts.isImportDeclaration(statement) && statement.importClause?.isTypeOnly === true
          expect(isTypeImport || ts.isInterfaceDeclaration(statement)).toBe(true)
        }
        const names = interfacesIn(source)
        expect(new Set(names).size).toBe(names.length)
        for (const statement of source.statements.filter(ts.isInterfaceDeclaration)) {
          const members = statement.members.map((item) =>
            item.name && 'text' in item.name ? item.name.text : '',
          )
          expect(new Set(members).size).toBe(members.length)
        }
        expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u)
        const withoutTexts = text.replace(/^ +(readonly )?'.*$|^ +\| '.*$/gm, '')
        expect(withoutTexts).not.toMatch(/^\s*\/?\**\s*(\/\/\s*)?@(ts-|deprecated)/m)
      }),
      { numRuns: 300 },
    )
  })

  test('has each column under its own name', () => {
    fc.assert(
      fc.property(query, (one) => {
        const { source } = parsed(generateTypes({ queries: [one] }))
        const row = source.statements
          .filter(ts.isInterfaceDeclaration)
          .find(({ name }) => name.text.endsWith('Row'))
        const names = row?.members.map((item) =>
          item.name && 'text' in item.name ? item.name.text : '',
        )
        const wanted = new Set(one.columns.map(({ name }) => name).filter((name) => name !== ''))
        expect(new Set(names)).toEqual(wanted)
      }),
    )
  })

  test('gives the same text in whichever order queries and columns come', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(query, {
          selector: (one) => JSON.stringify([one.schemaName, one.name]),
          maxLength: 4,
        }),
        (list) => {
          const lone = list.map((one) => ({ ...one, lookups: [] }))
          expect(generateTypes({ queries: lone.toReversed() })).toBe(
            generateTypes({ queries: lone }),
          )
        },
      ),
    )
  })

  test('differs from itself in nothing, also when a formatter has laid it out anew', () => {
    fc.assert(
      fc.property(queries, (list) => {
        const text = generateTypes({ queries: list })
        const { source } = parsed(text)
        const printed = ts.createPrinter({ removeComments: true }).printFile(source)
        expect(compareGenerated(text, text)).toEqual([])
        expect(compareGenerated(text, printed)).toEqual([])
      }),
    )
  })

  test('leaves read-only columns out of inserts, and demands required ones', () => {
    const text = generateTypes({ queries: [patients] })
    expect(text).toContain(
      "export interface ListsPatientsInsert {\n  readonly 'A B'?: readonly string[] | null\n  readonly Age?: number | null\n  readonly Id: string\n}",
    )
    expect(text).toContain('export interface ListsPatientsUpdate {\n  readonly Id: string\n')
    expect(text).not.toMatch(/Update \{[^}]*Made/)
    expect(text).toContain("  readonly view:\n    | 'Age'\n    | 'Id'\n")
  })
})

describe('compareGenerated', () => {
  const changed = (columns: DescribedQuery['columns'], more: Partial<DescribedQuery> = {}) =>
    compareGenerated(
      generateTypes({ queries: [patients] }),
      generateTypes({ queries: [{ ...patients, columns, ...more }] }),
    )

  test('tells columns that were added, removed and changed', () => {
    const [age, id, ...others] = patients.columns
    if (age === undefined || id === undefined) throw new Error('no columns')
    expect(changed([id, ...others])).toContainEqual({
      kind: 'removed',
      query: 'lists.Patients',
      member: 'column Age',
      before: 'number | null',
    })
    expect(changed([...patients.columns, { ...age, name: 'Weight' }])).toContainEqual({
      kind: 'added',
      query: 'lists.Patients',
      member: 'column Weight',
      after: 'number | null',
    })
    expect(changed([{ ...age, type: 'string', required: true }, id, ...others])).toEqual(
      expect.arrayContaining([
        {
          kind: 'changed',
          query: 'lists.Patients',
          member: 'column Age',
          before: 'number | null',
          after: 'string | null',
        },
        {
          kind: 'changed',
          query: 'lists.Patients',
          member: 'insert Age',
          before: 'number | null, optional',
          after: 'string | null',
        },
      ]),
    )
  })

  test('tells whole queries, and takes no notice of captions', () => {
    const one = generateTypes({ queries: [patients] })
    const two = generateTypes({ queries: [patients, { ...patients, name: 'B' }] })
    expect(compareGenerated(one, two)).toEqual([{ kind: 'added', query: 'lists.B' }])
    expect(compareGenerated(two, one)).toEqual([{ kind: 'removed', query: 'lists.B' }])
    const said = patients.columns.map((item) => ({
      ...item,
      caption: 'Other',
      description: 'More',
    }))
    expect(changed(said, { title: 'New' })).toEqual([])
  })

  test('refuses a file of another kind', () => {
    expect(() => compareGenerated('export const a = 1', '')).toThrow(/wellkey types generate/)
  })
})
