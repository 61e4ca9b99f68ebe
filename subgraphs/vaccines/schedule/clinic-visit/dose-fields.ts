/** What a record of a dose must tell (接种记录关键信息, Q-18) besides name, date and vaccine, without which there is none. */
export const DOSE_FIELDS = ['document', 'product', 'lot', 'dose_number', 'site', 'route', 'trace_code'] as const;
export type DoseField = (typeof DOSE_FIELDS)[number];

/** Fields of a record that are empty, in the order of the list; a field that is not asked about is left out. */
export const missingDoseFields = (told: Partial<Record<DoseField, string | number | null | undefined>>): DoseField[] =>
  DOSE_FIELDS.filter((field) => field in told && (told[field] == null || told[field] === ''));
