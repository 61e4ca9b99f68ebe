import { expect, it } from 'vitest';
import { subjectRoute } from './subject-route.ts';

it('Q-69 a notice of a handed-over file leads its recipient to the files received, and the family to the certificate', () => {
  expect(subjectRoute('employer', 'handover_received', 'h1')).toBe('/received');
  expect(subjectRoute('school_checker', 'handover_received', 'h1')).toBe('/received');
  expect(subjectRoute('guardian', 'handover_received', 'h1')).toBeNull();
  for (const kind of ['handover_opened', 'handover_to_renew'] as const) {
    expect(subjectRoute('guardian', kind, 'p1')).toBe('/child/p1/certificate');
    expect(subjectRoute('school_checker', kind, 'p1')).toBeNull();
  }
});
