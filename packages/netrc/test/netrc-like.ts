import fc from 'fast-check'

const name = fc.constantFrom('h.example', 'a.example', 'H.EXAMPLE', 'default', 'machine', 'h', '""')
const word = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('u', 'p', 'bob', 'päss', 'x-oauth', 'p@ss!', '12') },
  { weight: 2, arbitrary: fc.constantFrom('login', 'password', 'machine', 'default', 'macdef') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('#p', 'p#', '#', '"p w"', '""', '"p"', '"a\\"b"', '"\\n"'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('a\\b', '\\', 'p\\', '"open', "it's", 'a"b', 'a,b', ','),
  },
)
const gap = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(' ', '\n', '\n  ', '\t', '  ') },
  { weight: 1, arbitrary: fc.constantFrom('\r\n', '\n\n', ' \n \n', '\r', '', '\n\t\n') },
)
const field = fc
  .tuple(
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('login', 'password') },
      {
        weight: 1,
        arbitrary: fc.constantFrom('account', 'user', 'passwd', 'LOGIN', 'port', '"login"'),
      },
    ),
    gap,
    word,
  )
  .map((parts) => parts.join(''))
const comment = fc
  .tuple(
    fc.constantFrom('# ', '#', '## ', '\n# ', '\n\n# ', ' # '),
    fc.constantFrom('', 'c', 'two words', 'machine a.example login x password y', 'don"t'),
    fc.constantFrom('\n', '\n\n', '\r\n'),
  )
  .map((parts) => parts.join(''))
const macro = fc
  .tuple(
    fc.constantFrom('macdef m', 'macdef init', 'macdef', 'macdef  m x'),
    fc.constantFrom('\n', '\r\n', ' \n'),
    fc.constantFrom('', 'cd /pub\n', 'machine h.example login e password e\n', '# c\n', '"\n'),
    fc.constantFrom('\n', '\r\n', ' \n', '', '\t\n\n'),
  )
  .map((parts) => parts.join(''))
const head = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(fc.constant('machine'), gap, name).map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.constantFrom('default', 'machine', 'MACHINE h.example') },
)
const part = fc.oneof(
  { weight: 4, arbitrary: head },
  { weight: 8, arbitrary: field },
  { weight: 1, arbitrary: comment },
  { weight: 1, arbitrary: macro },
  { weight: 1, arbitrary: word },
)

/** Texts of the parts that netrc files are made of, mostly in an order that means something. */
export const netrcLike: fc.Arbitrary<string> = fc
  .array(fc.tuple(part, gap), { maxLength: 14 })
  .map((parts) => parts.flat().join(''))

/** What look-ups ask for in {@link netrcLike}. */
export const query: fc.Arbitrary<{ readonly host: string; readonly login?: string }> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ host: 'h.example' }) },
  { weight: 1, arbitrary: fc.constant({ host: 'a.example' }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      { host: 'h.example', login: 'u' },
      { host: 'h.example', login: 'bob' },
    ),
  },
)

const valueGap = fc.constantFrom(' ', '\n', '\n  ', '\t', '  ')
const wholeGap = fc.oneof(valueGap, fc.constant('\n\n  '))
const wholeWord = fc.constantFrom(
  'u',
  'p',
  'bob',
  'päss',
  'p#',
  'a\\b',
  '\\',
  'p\\',
  "it's",
  'a"b',
  'a,b',
  '"p w"',
  '"p"',
  '"a\\"b"',
  '"\\n\\t"',
  '"#p"',
  'login',
  'password',
  'x\u00a0y',
  '🔑',
  'LOGIN',
)
const wholeEntry = fc
  .tuple(
    fc.constantFrom(
      'machine h.example',
      'machine\ta.example',
      'MACHINE H.Example',
      'machine\nh',
      'default',
    ),
    fc.shuffledSubarray(['login', 'password'], { minLength: 2 }),
    fc.tuple(wholeWord, wholeWord),
    fc.tuple(wholeGap, valueGap, wholeGap, valueGap),
    fc.constantFrom('', ' account a', ' junk', ' port 21'),
    fc.constantFrom('\n', '\n\n', '\n# c d\n', '\n\n  # machine h.example login x password y\n'),
  )
  .map(([opening, [one, other], [value, second], gaps, more, end]) =>
    [opening, gaps[0], one, gaps[1], value, gaps[2], other, gaps[3], second, more, end].join(''),
  )

/** Files of entries that have one login and one password each, which every curl reads alike. */
export const wholeEntries: fc.Arbitrary<string> = fc
  .array(wholeEntry, { maxLength: 5 })
  .map((entries) => entries.join(''))
