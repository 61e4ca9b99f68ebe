import type { Em } from '@miaoben/kernel';
import { loadSchedule } from '@miaoben/schedule';
import type { ScheduleChanged } from '@miaoben/schema';
import { scheduleDocument } from '@miaoben/tests/support/schedule-document';
import { startStack } from '@miaoben/tests/support/stack';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { start } from '../../server.ts';
import { REPORT_SLOTS, useSchedule } from './coverage.measures.ts';
import { scheduleSubscription } from './coverage.schedule.ts';

type Document = { series: { id: string; doses: { recommendedAge: string }[] }[] };
function documentWith(recommendedAge: string): unknown {
  const document = scheduleDocument<Document>();
  document.series.find((s) => s.id === 'MMR')!.doses[0]!.recommendedAge = recommendedAge;
  return document;
}
const mcv1 = () => REPORT_SLOTS.find((s) => s.slot === 'MCV-1')!.dueAge;
afterEach(() => useSchedule(undefined));

describe('the age from which a child is due', () => {
  it('is that of the release until another schedule is in use, and again when none is', () => {
    expect(mcv1()).toEqual({ months: 8, days: 0 });
    useSchedule(loadSchedule(documentWith('P9M'), 'current'));
    expect(mcv1()).toEqual({ months: 9, days: 0 });
    useSchedule(undefined);
    expect(mcv1()).toEqual({ months: 8, days: 0 });
  });

  it('follows what vaccines tells, the latest of a batch, also when it is told twice', async () => {
    const stack = await startStack(inject('adminUrl'), { statistics: start }, '2026-11-21');
    try {
      const { orm } = stack.services.statistics;
      const event = (age: string, n: number): ScheduleChanged => ({
        type: 'schedule.changed',
        documentId: `01900000-0000-7000-8000-00000000000${n}`,
        document: documentWith(age),
        layers: [],
      });
      const take = (...events: ScheduleChanged[]) =>
        orm.em.fork().transactional((em) => scheduleSubscription.handle(events, em as Em));
      await take(event('P9M', 1), event('P10M', 2));
      await take(event('P10M', 2));
      for (const end = Date.now() + 5_000; mcv1().months !== 10 && Date.now() < end; ) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect(mcv1()).toEqual({ months: 10, days: 0 });
    } finally {
      await stack.stop();
    }
  });
});
