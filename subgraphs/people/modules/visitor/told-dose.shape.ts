import type { ToldRow } from './told-dose.repository.ts';
import type { VisitorDose } from './visitor.type.ts';

/** What is told and what stands are the same, or it waits to be told; what was refused is not told again until it changes. */
export const shapeVisitorDose = (row: Omit<ToldRow, 'person_id' | 'dose_id'>): VisitorDose => ({
  date: row.given_on,
  vaccine: row.vaccine,
  isVoided: row.state === 'voided',
  state: row.refused ? 'refused' : row.is_waiting ? 'waiting' : 'told',
  toldAt: row.told_at === null ? null : new Date(row.told_at),
});
