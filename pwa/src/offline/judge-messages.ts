import type { DueItem, JudgedFile } from './judge-due.ts';

/** What the page tells its judge: by which document and for which day, then the children, slice by slice. */
export type ToJudge =
  | { kind: 'schedule'; job: number; document: unknown; day: string }
  | { kind: 'files'; job: number; files: readonly JudgedFile[] };

/** What the judge answers: each slice as it is done, in their order; or why it cannot. */
export type FromJudge =
  | { kind: 'judged'; job: number; files: number; items: readonly DueItem[]; busyMs: number }
  | { kind: 'failed'; job: number; reason: string };
