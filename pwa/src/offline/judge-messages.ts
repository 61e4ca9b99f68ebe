import type { DueItem, JudgedFile } from './judge-due.ts';

/**
 * What the page tells its judge: the document when it is another one, `ready` to have it warm before the children come, for which day a job is, then the children, slice by
 * slice.
 */
export type ToJudge =
  | { kind: 'document'; document: unknown; layers: readonly unknown[] }
  | { kind: 'ready'; day: string }
  | { kind: 'begin'; job: number; day: string }
  | { kind: 'files'; job: number; files: readonly JudgedFile[] };

/** What the judge answers: each slice as it is done, in their order; or why it cannot. */
export type FromJudge =
  | { kind: 'judged'; job: number; files: number; items: readonly DueItem[]; busyMs: number }
  | { kind: 'failed'; job: number | null; reason: string };
