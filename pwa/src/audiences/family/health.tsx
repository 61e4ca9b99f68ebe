import { useState } from 'preact/hooks';
import { FamilyHealth, LinkHealthRecord, UnlinkHealthRecord } from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { HealthRecordFacts } from '../../features/from-family/health-record.tsx';
import { Page } from '../../features/session/shell.tsx';
import { t as common } from '../../i18n/common.ts';
import { t as family } from '../../i18n/family.ts';
import { t } from '../../i18n/own-file.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import { Checkbox } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';

/** The e-health record of a child: linked with consent, read, and unlinked. */
const HealthScreen: Screen = ({ params: { id = '' } }) => {
  const { data, problem, isLoading, refresh } = useData(FamilyHealth, { id });
  const child = data?.person;
  return (
    <Page title={t('health.title')} back={`/child/${id}`} narrow>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={6} />}
      {data && !child && <EmptyState icon="record" title={family('child.notFound')} />}
      {child?.healthRecord && (
        <section class="card stack">
          <HealthRecordFacts record={child.healthRecord} />
          <Unlink id={id} onDone={refresh} />
        </section>
      )}
      {child && !child.healthRecord && <Link id={id} onDone={refresh} />}
    </Page>
  );
};
export default HealthScreen;

function Link({ id, onDone }: { id: string; onDone: () => void }) {
  const [consent, setConsent] = useState(false);
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const link = async () => {
    setTried(true);
    setProblem(null);
    if (!consent || busy) return;
    setBusy(true);
    const answer = await mutate(LinkHealthRecord, { commandId: newId(), personId: id, consent });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('health.linked'));
    onDone();
  };
  return (
    <section class="card stack">
      <p>{t('health.explain')}</p>
      <Checkbox
        checked={consent}
        onChange={setConsent}
        error={isTried && !consent ? t('health.consentNeeded') : undefined}
      >
        {t('health.consent')}
      </Checkbox>
      {problem?.reason === 'no_match' && <Notice tone="warn">{t('health.none')}</Notice>}
      {problem?.reason === 'required' && <Notice tone="warn">{t('health.noNumber')}</Notice>}
      {problem?.code === 'UNAVAILABLE' && <Notice tone="warn">{t('health.away')}</Notice>}
      {problem && !['no_match', 'required'].includes(problem.reason ?? '') && problem.code !== 'UNAVAILABLE' && (
        <ErrorBox problem={problem} />
      )}
      <Button variant="primary" wide busy={busy} onClick={() => void link()}>
        {t('health.link')}
      </Button>
    </section>
  );
}

function Unlink({ id, onDone }: { id: string; onDone: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const unlink = async () => {
    setBusy(true);
    const answer = await mutate(UnlinkHealthRecord, { commandId: newId(), personId: id });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('health.unlinked'));
    setOpen(false);
    onDone();
  };
  return (
    <div class="no-print">
      <Button variant="quiet" onClick={() => setOpen(true)}>
        {t('health.unlink')}
      </Button>
      {isOpen && (
        <Dialog
          title={t('health.unlink')}
          onClose={() => setOpen(false)}
          actions={
            <>
              <Button onClick={() => setOpen(false)}>{common('action.cancel')}</Button>
              <Button variant="danger" busy={busy} onClick={() => void unlink()}>
                {t('health.unlink')}
              </Button>
            </>
          }
        >
          <p>{t('health.unlinkAsk')}</p>
          {problem && <ErrorBox problem={problem} />}
        </Dialog>
      )}
    </div>
  );
}
