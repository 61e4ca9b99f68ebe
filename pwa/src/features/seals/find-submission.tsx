import { useState } from 'preact/hooks';
import { SubmissionOf } from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/sealing.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { TextField } from '../../ui/field.tsx';
import { HandOver } from './hand-over.tsx';

/** How one hand-over stands at the licence platform, by its acceptance number. */
export function FindSubmission() {
  const [text, setText] = useState('');
  const [receipt, setReceipt] = useState('');
  return (
    <section class="stack">
      <form
        class="filter"
        onSubmit={(event) => {
          event.preventDefault();
          setReceipt(text.trim());
        }}
      >
        <TextField label={t('find.receipt')} type="search" value={text} autocomplete="off" onInput={setText} />
        <div class="row filter-buttons">
          <Button type="submit" icon="search" disabled={text.trim() === ''}>
            {t('find.go')}
          </Button>
        </div>
      </form>
      {receipt && <Found key={receipt} receipt={receipt} />}
    </section>
  );
}

function Found({ receipt }: { receipt: string }) {
  const { data, problem, isLoading, refresh } = useData(SubmissionOf, { receipt });
  if (problem) return <ErrorBox problem={problem} onRetry={refresh} />;
  if (!data) return <Skeleton lines={2} />;
  const found = data.submission;
  if (!found) return <Notice tone="warn">{t('find.none')}</Notice>;
  return (
    <div class="card stack-tight">
      <div class="row-between">
        <strong>
          {t(`find.${found.kind}`)} <span class="mono">{found.number}</span>
        </strong>
        <Button busy={isLoading} onClick={refresh}>
          {t('find.again')}
        </Button>
      </div>
      <HandOver submission={found.submission} />
    </div>
  );
}
