import type { SeedValue } from '../options.ts'
import { analytesBySpecimen } from './analytes.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'

type SeedRow = Record<string, SeedValue>

/** Rows of a made-up study. Nobody in it exists. */
export interface LabData {
  readonly patients: readonly SeedRow[]
  readonly specimens: readonly SeedRow[]
  readonly results: readonly SeedRow[]
}

const patientCount = 60
const specimenCount = 150
const resultCount = 400

const sites = ['Northgate Clinic', 'Harbor Hospital', 'Lakeside Center', 'St. Anne'] as const
const specimenTypes = [
  'Whole blood (EDTA)',
  'Serum',
  'Serum',
  'Plasma (EDTA)',
  'Plasma (fluoride)',
  'Urine',
] as const
const initials = 'ABCDEFGHJKLMNPRSTVW'

/** Returns the study of a seed; the same seed gives the same rows. */
export function createLabData(seed: number): LabData {
  const random = createRandom(seed)
  const patients = Array.from({ length: patientCount }, (_, index) => patient(random, index))
  const specimens = Array.from({ length: specimenCount }, (_, index) =>
    // Everybody gives a first specimen, some give more.
    specimen(random, index, patients[index] ?? pickRow(random, patients)),
  )
  const results = Array.from({ length: resultCount }, (_, index) => {
    const from = specimens[index] ?? pickRow(random, specimens)
    const sex = patients.find((row) => row['PatientId'] === from['PatientId'])?.['Sex']
    return result(random, index, from, sex === 'M' ? 'M' : 'F')
  })
  return { patients, specimens, results }
}

function patient(random: Random, index: number): SeedRow {
  const letter = (): string => initials[random.int(0, initials.length - 1)] ?? 'A'
  return {
    PatientId: `PT-${String(index + 1).padStart(4, '0')}`,
    Initials: `${letter()}${letter()}`,
    BirthDate: date(random.int(1938, 2003), random.int(1, 12), random.int(1, 28)),
    Sex: random.next() < 0.52 ? 'F' : 'M',
    Enrolled: date(2024, random.int(1, 9), random.int(1, 28)),
    Site: random.pick(sites),
  }
}

function specimen(random: Random, index: number, from: SeedRow): SeedRow {
  const type = random.pick(specimenTypes)
  const mean = type === 'Urine' ? 10 : 4
  return {
    SpecimenId: `SP-${String(index + 1).padStart(5, '0')}`,
    PatientId: from['PatientId'] ?? null,
    Type: type,
    Volume: Number(Math.max(0.5, random.around(mean, mean / 6)).toFixed(1)),
    Drawn: later(
      from['Enrolled'],
      random.int(0, 80) * 24 + random.int(7, 16),
      random.int(0, 11) * 5,
    ),
  }
}

function result(random: Random, index: number, from: SeedRow, sex: 'F' | 'M'): SeedRow {
  const choices = analytesBySpecimen[String(from['Type'])] ?? analytesBySpecimen['Serum']
  if (choices === undefined) throw new Error('unreachable: serum has analytes')
  const { name, unit, range, decimals } = random.pick(choices)
  const [low, high] = range[sex]
  // About one value in ten lies outside the range, more often above it than below.
  const measured = random.around((low + high) / 2 + (high - low) * 0.05, (high - low) / 3.2)
  const value = Number(Math.max(0, measured).toFixed(decimals))
  return {
    ResultId: index + 1,
    SpecimenId: from['SpecimenId'] ?? null,
    Analyte: name,
    Value: value,
    Unit: unit,
    Measured: later(from['Drawn'], random.int(1, 30), random.int(0, 59)),
    Flag: flag(value, low, high),
  }
}

function flag(value: number, low: number, high: number): string | null {
  if (value < low) return 'L'
  return value > high ? 'H' : null
}

function pickRow(random: Random, rows: readonly SeedRow[]): SeedRow {
  return rows[random.int(0, rows.length - 1)] ?? {}
}

function date(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

// Calculated in UTC, so that no time zone's change of clocks moves a specimen.
function later(from: SeedValue | undefined, hours: number, minutes: number): string {
  const text = String(from).replace(' ', 'T')
  const start = Date.parse(text.length > 10 ? `${text}Z` : `${text}T00:00Z`)
  return new Date(start + (hours * 60 + minutes) * 60_000)
    .toISOString()
    .slice(0, 16)
    .replace('T', ' ')
}
