// What a token is to the grammar; imported as TokenKind.

export const Blank = 0
export const Comment = 1
export const Keyword = 2
export const Value = 3
export const Macro = 4
export const Word = 5
export const ByteOrderMark = 6
/** What a dialect does not read: all from an error on, or behind an end that only it sees. */
export const Unread = 7
