import { formatDate, fromDate, parseDate, toDate } from '@wellkey/client'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const day = { year: 2024, month: 5, day: 31, hours: 0, minutes: 0, seconds: 0, milliseconds: 0 }

describe('parseDate()', () => {
  test.each([
    ['2024-05-31 10:20:30.456', { ...day, hours: 10, minutes: 20, seconds: 30, milliseconds: 456 }],
    ['2024/05/31 10:20:30', { ...day, hours: 10, minutes: 20, seconds: 30 }],
    ['2024-05-31T10:20:30', { ...day, hours: 10, minutes: 20, seconds: 30 }],
    ['2024-05-31 10:20', { ...day, hours: 10, minutes: 20 }],
    ['2024-05-31 10:20:30.5', { ...day, hours: 10, minutes: 20, seconds: 30, milliseconds: 500 }],
    [
      '2024-05-31 10:20:30.123456',
      { ...day, hours: 10, minutes: 20, seconds: 30, milliseconds: 123 },
    ],
    ['2024-05-31', day],
    ['2024/05/31', day],
    ['0099-02-28', { ...day, year: 99, month: 2, day: 28 }],
    ['2024-02-29', { ...day, month: 2, day: 29 }],
  ])('%s', (text, date) => {
    expect(parseDate(text)).toEqual(date)
  })

  test.each([
    '',
    '2023-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-05-32',
    '2024-05/31',
    '05/31/2024',
    '2024-5-31',
    '2024-05-31 24:00:00',
    '2024-05-31 10:60',
    '2024-05-31 10:00:00Z',
    '2024-05-31T10:00:00+02:00',
    '2024-05-31 ',
    '1717142400000',
    'today',
  ])('%j is no date of LabKey', (text) => {
    expect(parseDate(text)).toBeUndefined()
  })
})

describe('formatDate()', () => {
  const years = { min: new Date('0001-01-02T00:00:00Z'), max: new Date('9999-12-30T00:00:00Z') }
  test('is the other way of parseDate(), and toDate() that of fromDate()', () => {
    const moments = fc.date({ ...years, noInvalidDate: true })
    fc.assert(
      fc.property(moments, (moment) => {
        const date = fromDate(moment, 'UTC')
        expect(parseDate(formatDate(date))).toEqual(date)
        expect(toDate(date, 'UTC')).toEqual(moment)
      }),
    )
  })

  test('local times are those of this program', () => {
    const moment = new Date(2024, 4, 31, 10, 20, 30, 456)
    const text = '2024-05-31 10:20:30.456'
    expect(formatDate(fromDate(moment, 'local'))).toBe(text)
    const date = parseDate(text)
    expect(date && toDate(date, 'local')).toEqual(moment)
  })

  test('refuses a date that no calendar has', () => {
    expect(() => formatDate({ ...day, month: 2, day: 30 })).toThrow(RangeError)
    expect(() => formatDate({ ...day, year: 10_000 })).toThrow(RangeError)
    expect(() => formatDate({ ...day, hours: 1.5 })).toThrow(RangeError)
  })
})
