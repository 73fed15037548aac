import { randomBytes } from 'node:crypto'

import type { ServerOptions, TableSeed } from '../options.ts'
import type { Role } from '../site/user.ts'
import { createLabData } from './lab-data.ts'

/** A user of the demo, with the password that was made for this run. */
export interface DemoUser {
  readonly email: string
  readonly password: string
  readonly role: Role
}

/** The demo: what a server starts with, and how to sign in to it. */
export interface Demo {
  readonly options: ServerOptions
  readonly users: readonly DemoUser[]
  /** Path of the protected container. */
  readonly container: string
}

const protectedPath = '/Demo Study'
const openPath = '/Open Data'
const dataSeed = 20_241_101

/**
 * Returns the demo: a study in a protected container, and the same tables in an open one.
 *
 * API keys and session keys are switched on. Rows are the same each time, passwords never.
 */
export function demoOptions(): Demo {
  const users: readonly DemoUser[] = [
    demoUser('admin@example.org', 'admin'),
    demoUser('researcher@example.org', 'editor'),
    demoUser('student@example.org', 'reader'),
  ]
  const options: ServerOptions = {
    users,
    containers: [{ path: protectedPath, protected: true }, { path: openPath }],
    tables: demoTables(),
    settings: { allowApiKeys: true, allowSessionKeys: true, siteName: 'LabKey Server (demo)' },
  }
  return { options, users, container: protectedPath }
}

function demoUser(email: string, role: Role): DemoUser {
  return { email, role, password: randomBytes(12).toString('base64url') }
}

function demoTables(): readonly TableSeed[] {
  const { patients, specimens, results } = createLabData(dataSeed)
  const containers = [protectedPath, openPath]
  return [
    {
      name: 'Patients',
      description: 'People enrolled in the study',
      containers,
      columns: [
        { name: 'PatientId', type: 'string', key: true },
        { name: 'Initials', type: 'string', phi: 'Limited' },
        { name: 'BirthDate', type: 'date', phi: 'PHI', format: 'yyyy-MM-dd' },
        { name: 'Sex', type: 'string' },
        { name: 'Enrolled', type: 'date', format: 'yyyy-MM-dd' },
        { name: 'Site', type: 'string' },
      ],
      rows: patients,
    },
    {
      name: 'Specimens',
      description: 'What was drawn from whom, and when',
      containers,
      columns: [
        { name: 'SpecimenId', type: 'string', key: true },
        { name: 'PatientId', type: 'string', required: true, lookup: { queryName: 'Patients' } },
        { name: 'Type', type: 'string' },
        { name: 'Volume', type: 'float', caption: 'Volume (mL)', format: '0.0' },
        { name: 'Drawn', type: 'date', format: 'yyyy-MM-dd HH:mm' },
      ],
      rows: specimens,
    },
    {
      name: 'Results',
      description: 'What was measured in each specimen',
      containers,
      columns: [
        { name: 'ResultId', type: 'int', key: true },
        { name: 'SpecimenId', type: 'string', required: true, lookup: { queryName: 'Specimens' } },
        { name: 'Analyte', type: 'string' },
        { name: 'Value', type: 'float' },
        { name: 'Unit', type: 'string' },
        { name: 'Measured', type: 'date', format: 'yyyy-MM-dd HH:mm' },
        { name: 'Flag', type: 'string', description: 'H above, L below the reference range' },
      ],
      rows: results,
    },
  ]
}
