import { useState } from 'preact/hooks';
import { LicenceOf, VoidLicence } from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/licence.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { TextArea } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useMe } from '../administration/use-me.ts';
import { Page } from '../session/shell.tsx';
import { Face } from './licence-face.tsx';

/** The face of a licence as its definition lays it out; it is printed from here. */
const LicencePage: Screen = ({ params }) => {
  const { data, problem, isLoading, refresh } = useData(LicenceOf, { id: params.id ?? '' });
  const me = useMe().data?.me;
  const [isAsking, setAsking] = useState(false);
  const found = data?.licence;
  return (
    <Page title={found?.typeName ?? t('licences.title')} back={found ? `/licences/of/${found.type}` : '/licences'}>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && !found && <Skeleton lines={10} />}
      {found && (
        <>
          {!found.isValid && (
            <Notice tone="bad" alert>
              {t('licence.invalidNote')}
            </Notice>
          )}
          <Face licence={found} />
          <dl class="licence-facts no-print">
            <div>
              <dt>{t('licence.source')}</dt>
              <dd>{found.source}</dd>
            </div>
            <div>
              <dt>{t('licence.collected')}</dt>
              <dd class="number">{formatInstant(found.collectedAt)}</dd>
            </div>
          </dl>
          <div class="row no-print">
            <Button variant="primary" icon="printer" onClick={() => print()}>
              {common('action.print')}
            </Button>
            {me?.role === 'cdc' && found.isValid && (
              <Button variant="danger" onClick={() => setAsking(true)}>
                {t('licence.void')}
              </Button>
            )}
          </div>
        </>
      )}
      {isAsking && found && (
        <VoidDialog
          id={found.id}
          onClose={() => setAsking(false)}
          onVoided={() => {
            setAsking(false);
            refresh();
          }}
        />
      )}
    </Page>
  );
};
export default LicencePage;

function VoidDialog({ id, onClose, onVoided }: { id: string; onClose: () => void; onVoided: () => void }) {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const confirm = async () => {
    if (reason.trim() === '') return setMissing(true);
    setBusy(true);
    const answer = await mutate(VoidLicence, { commandId, id, reason: reason.trim() });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('licence.voided'));
    onVoided();
  };
  return (
    <FormDialog
      title={t('licence.void')}
      saveText={t('licence.void')}
      busy={busy}
      isDanger
      onSave={confirm}
      onClose={onClose}
    >
      <Notice tone="warn">{t('licence.voidAsk')}</Notice>
      <TextArea
        label={t('licence.voidReason')}
        value={reason}
        rows={3}
        maxLength={200}
        error={isMissing && reason.trim() === '' ? t('edit.needed') : undefined}
        onInput={setReason}
      />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
