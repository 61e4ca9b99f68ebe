import type { ErrorCode, InputReason } from '@miaoben/schema';
import type { Problem } from '../data/problem.ts';
import { catalogue, type Texts } from './catalogue.ts';
import { formatInstant } from './format.ts';
import zh from './zh-CN/problems.ts';

// The closed lists of the contract each have their sentence: a missing one does not compile.
zh satisfies Texts & Record<`code.${ErrorCode | 'OFFLINE'}` | `reason.${InputReason}`, string>;

const t = catalogue(zh, () => import('./en/problems.ts'));

const isKnown = (key: string): key is keyof typeof zh => key in zh;

/** A problem as one sentence for its reader; never the server's own wording. */
export function problemText(problem: Problem): string {
  const text = sentence(problem);
  return problem.row === undefined ? text : t('where.row', { row: problem.row, text });
}

function sentence({ code, reason, until, allowed }: Problem): string {
  if (code === 'ACCOUNT_LOCKED' && until) return t('code.ACCOUNT_LOCKED.until', { until: formatInstant(until) });
  if (reason === 'file_type' && allowed?.length)
    return t('reason.file_type.of', { types: allowed.map((ending) => `.${ending}`).join(' ') });
  // A newer server may know more codes and reasons than this app.
  if (reason && isKnown(`reason.${reason}`)) return t(`reason.${reason}`);
  return isKnown(`code.${code}`) ? t(`code.${code}`) : t('code.INTERNAL');
}

/** The sentence for one field, where the problem is about it. */
export const fieldProblem = (problem: Problem | undefined, field: string): string | undefined =>
  problem?.field?.split('.').at(-1) === field ? problemText(problem) : undefined;
