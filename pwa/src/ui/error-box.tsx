import type { Problem } from '../data/problem.ts';
import { t } from '../i18n/common.ts';
import { problemText } from '../i18n/problem-text.ts';
import { Button } from './button.tsx';
import { Notice } from './feedback.tsx';

/** What went wrong, in a sentence, with a way on. */
export function ErrorBox({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) {
  const isPassing = problem.code === 'OFFLINE' || problem.code === 'RATE_LIMITED' || problem.code === 'UNAVAILABLE';
  return (
    <Notice tone={isPassing ? 'warn' : 'bad'} alert>
      <p>{problemText(problem)}</p>
      {problem.incident && <p class="small mono">{t('error.incident', { incident: problem.incident })}</p>}
      {onRetry && (
        <div>
          <Button icon="refresh" onClick={onRetry}>
            {t('action.retry')}
          </Button>
        </div>
      )}
    </Notice>
  );
}
