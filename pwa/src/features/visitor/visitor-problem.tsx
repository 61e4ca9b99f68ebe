import type { Problem } from '../../data/problem.ts';
import { t } from '../../i18n/visitor.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';

const OWN = { OFFLINE: 'offline', UNAVAILABLE: 'unreachable', RATE_LIMITED: 'limited' } as const;
const isOwn = (code: string): code is keyof typeof OWN => Object.hasOwn(OWN, code);

/** What went wrong with the national platform, and what to do meanwhile. */
export function VisitorProblem({ problem }: { problem: Problem }) {
  const own = isOwn(problem.code) ? t(OWN[problem.code]) : problem.reason === 'duplicate' ? t('inProvince') : undefined;
  if (own === undefined) return <ErrorBox problem={problem} />;
  return (
    <Notice tone="warn" alert>
      {own}
    </Notice>
  );
}
