import { type Ctx, MiaobenError } from '@miaoben/kernel';
import DataLoader from 'dataloader';
import { readSummary } from './summary.service.ts';
import type { SchoolSummary } from './summary.type.ts';

/** Summaries by id `<round>-<place>`; one out of the caller's view is null, the same as one that does not exist. */
export function schoolSummaryLoader(ctx: Omit<Ctx, 'loaders'>): DataLoader<string, SchoolSummary | null> {
  const load = async (id: string): Promise<SchoolSummary | null> => {
    try {
      return await readSummary(ctx, id.slice(0, 5), id.slice(6));
    } catch (error) {
      if (error instanceof MiaobenError && (error.code === 'FORBIDDEN' || error.code === 'BAD_INPUT')) return null;
      throw error;
    }
  };
  return new DataLoader((ids) => Promise.all(ids.map(load)));
}
