// What D-Bus messages look like, as far as questions to the Secret Service need it. From the D-Bus
// specification, "Marshaling (Wire Format)" and "Message Format":
//
//   message = header, padding to 8, body
//   header  = endian 'l' | 'B', type, flags, version 1, body length, serial, fields
//   fields  = array of struct (code byte, variant), each aligned to 8
//   u       = uint32, aligned to 4;  s, o = u length, UTF-8, NUL;  g = byte length, text, NUL
//   a{ss}   = u length, padding to 8, then pairs of s, each aligned to 8
//   variant = g, then one value of that type

/** A method call. Arguments are strings, in `signature` s or o, or one dictionary of strings. */
export interface DbusCall {
  readonly destination: string
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly args?: readonly string[] | Readonly<Record<string, string>>
}

/** A message as it came in. */
export interface DbusMessage {
  readonly isError: boolean
  /** The serial of the call that it answers; 0 when it answers none. */
  readonly replyTo: number
  /** For an error, for example `org.freedesktop.DBus.Error.ServiceUnknown`. */
  readonly errorName: string
  readonly body: DbusReader
}

const methodCall = 1
const methodError = 3
const field = {
  path: 1,
  interface: 2,
  member: 3,
  errorName: 4,
  replySerial: 5,
  to: 6,
  signature: 8,
}
const fixedHeaderBytes = 16
/** Nothing that is asked here has a long answer. */
const mostBytes = 1 << 20

/** Writes a method call, little-endian. */
export function writeCall(call: DbusCall, serial: number): Buffer {
  const body = new Writer()
  const { args = [] } = call
  let signature = ''
  if (Array.isArray(args)) {
    for (const arg of args as readonly string[]) body.string(arg)
    signature = 's'.repeat(args.length)
  } else {
    const pairs = new Writer()
    for (const [name, value] of Object.entries(args)) pairs.align(8).string(name).string(value)
    body.uint32(pairs.length).align(8).append(pairs)
    signature = 'a{ss}'
  }
  const fields = new Writer()
  fields.field(field.path, 'o', call.path)
  fields.field(field.to, 's', call.destination)
  fields.field(field.interface, 's', call.interface)
  fields.field(field.member, 's', call.member)
  if (signature !== '') fields.field(field.signature, 'g', signature)
  const header = new Writer()
  header.bytes(Buffer.from([0x6c, methodCall, 0, 1]))
  header.uint32(body.length).uint32(serial).uint32(fields.length).append(fields).align(8)
  return Buffer.concat([header.take(), body.take()])
}

/** Takes the first message off what has come in; `undefined` while it is not whole. */
export function readMessage(
  bytes: Buffer,
): { readonly message: DbusMessage; readonly rest: Buffer } | undefined {
  if (bytes.length < fixedHeaderBytes) return undefined
  const isLittle = bytes[0] === 0x6c
  const head = new DbusReader(bytes, isLittle, 4)
  const bodyLength = head.uint32()
  head.uint32()
  const fieldsEnd = head.uint32() + fixedHeaderBytes
  const bodyStart = Math.ceil(fieldsEnd / 8) * 8
  const end = bodyStart + bodyLength
  if (end > mostBytes) throw new Error('the D-Bus message is too long')
  if (bytes.length < end) return undefined
  const fields = readFields(new DbusReader(bytes, isLittle, fixedHeaderBytes), fieldsEnd)
  const message = {
    isError: bytes[1] === methodError,
    replyTo: Number(fields.get(field.replySerial) ?? 0),
    errorName: String(fields.get(field.errorName) ?? ''),
    body: new DbusReader(bytes.subarray(bodyStart, end), isLittle),
  }
  return { message, rest: bytes.subarray(end) }
}

function readFields(reader: DbusReader, end: number): ReadonlyMap<number, string | number> {
  const fields = new Map<number, string | number>()
  while (reader.at < end) {
    reader.align(8)
    const code = reader.byte()
    const type = reader.signature()
    if (type === 'u') fields.set(code, reader.uint32())
    else fields.set(code, type === 'g' ? reader.signature() : reader.string())
  }
  return fields
}

/** Reads values one after the other. */
export class DbusReader {
  at: number
  readonly #bytes: Buffer
  readonly #isLittle: boolean

  constructor(bytes: Buffer, isLittle: boolean, at = 0) {
    this.#bytes = bytes
    this.#isLittle = isLittle
    this.at = at
  }

  align(size: number): void {
    this.at = Math.ceil(this.at / size) * size
  }

  byte(): number {
    return this.#bytes.readUInt8(this.at++)
  }

  uint32(): number {
    this.align(4)
    this.at += 4
    return this.#isLittle
      ? this.#bytes.readUInt32LE(this.at - 4)
      : this.#bytes.readUInt32BE(this.at - 4)
  }

  string(): string {
    return this.#text(this.uint32())
  }

  signature(): string {
    return this.#text(this.byte())
  }

  /** An array of strings or object paths. */
  strings(): readonly string[] {
    const length = this.uint32()
    const end = this.at + length
    const values: string[] = []
    while (this.at < end) values.push(this.string())
    return values
  }

  #text(length: number): string {
    const start = this.at
    this.at += length + 1
    return this.#bytes.toString('utf8', start, start + length)
  }
}

class Writer {
  readonly #chunks: Buffer[] = []
  length = 0

  bytes(chunk: Buffer): this {
    this.#chunks.push(chunk)
    this.length += chunk.length
    return this
  }

  align(size: number): this {
    return this.bytes(Buffer.alloc((size - (this.length % size)) % size))
  }

  uint32(value: number): this {
    const chunk = Buffer.alloc(4)
    chunk.writeUInt32LE(value)
    return this.align(4).bytes(chunk)
  }

  string(text: string): this {
    return this.uint32(Buffer.byteLength(text)).bytes(Buffer.from(`${text}\0`))
  }

  signature(text: string): this {
    return this.bytes(Buffer.from([text.length])).bytes(Buffer.from(`${text}\0`))
  }

  field(code: number, type: 'o' | 's' | 'g', value: string): this {
    this.align(8)
      .bytes(Buffer.from([code]))
      .signature(type)
    return type === 'g' ? this.signature(value) : this.string(value)
  }

  append(other: Writer): this {
    return this.bytes(other.take())
  }

  take(): Buffer {
    return Buffer.concat(this.#chunks)
  }
}
