import { type Ctx, MiaobenError } from '@miaoben/kernel';
import DataLoader from 'dataloader';
import { parseReportId, readReport } from './coverage.service.ts';
import type { CoverageReport } from './coverage.type.ts';

/** Reports by id; one out of the caller's area is null, the same as one that does not exist. */
export function coverageReportLoader(ctx: Omit<Ctx, 'loaders'>): DataLoader<string, CoverageReport | null> {
  const load = async (id: string): Promise<CoverageReport | null> => {
    const request = parseReportId(id);
    if (!request || !ctx.scopeOf('Query.coverage')) return null;
    try {
      return await readReport(ctx, request);
    } catch (error) {
      if (error instanceof MiaobenError && (error.code === 'FORBIDDEN' || error.code === 'BAD_INPUT')) return null;
      throw error;
    }
  };
  return new DataLoader((ids) => Promise.all(ids.map(load)));
}
