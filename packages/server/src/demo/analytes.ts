/** A laboratory test and its adult reference range. */
export interface Analyte {
  readonly name: string
  readonly unit: string
  /** Reference range, both ends included, for women and men. */
  readonly range: { readonly F: readonly [number, number]; readonly M: readonly [number, number] }
  readonly decimals: number
}

/** Specimen types and what is measured in each. Ranges are common textbook values. */
export const analytesBySpecimen: Readonly<Record<string, readonly [Analyte, ...Analyte[]]>> = {
  'Whole blood (EDTA)': [
    analyte('Hemoglobin', 'g/dL', [12, 15.5], [13.5, 17.5], 1),
    analyte('Hematocrit', '%', [36, 46], [41, 53], 1),
    analyte('Leukocytes', '10^9/L', [4, 11], [4, 11], 1),
    analyte('Platelets', '10^9/L', [150, 400], [150, 400], 0),
    analyte('HbA1c', '%', [4, 5.6], [4, 5.6], 1),
  ],
  Serum: [
    analyte('Sodium', 'mmol/L', [135, 145], [135, 145], 0),
    analyte('Potassium', 'mmol/L', [3.5, 5.1], [3.5, 5.1], 1),
    analyte('Creatinine', 'mg/dL', [0.5, 1.1], [0.7, 1.3], 2),
    analyte('ALT', 'U/L', [7, 35], [10, 50], 0),
    analyte('CRP', 'mg/L', [0, 5], [0, 5], 1),
  ],
  'Plasma (EDTA)': [
    analyte('Troponin T', 'ng/L', [0, 9], [0, 17], 0),
    analyte('D-dimer', 'mg/L', [0, 0.5], [0, 0.5], 2),
  ],
  'Plasma (fluoride)': [
    analyte('Glucose', 'mg/dL', [70, 99], [70, 99], 0),
    analyte('Lactate', 'mmol/L', [0.5, 2.2], [0.5, 2.2], 1),
  ],
  Urine: [analyte('Urine creatinine', 'mg/dL', [20, 275], [20, 320], 0)],
}

function analyte(
  name: string,
  unit: string,
  women: readonly [number, number],
  men: readonly [number, number],
  decimals: number,
): Analyte {
  return { name, unit, range: { F: women, M: men }, decimals }
}
