import './licence.css';
import { useState } from 'preact/hooks';
import { LicenceOf, type LicenceOfQuery, VoidLicence } from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/licence.ts';
import { locale } from '../../i18n/locale.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { TextArea } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Qr } from '../../ui/qr.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useMe } from '../administration/use-me.ts';
import { Page } from '../session/shell.tsx';
import { StateBadge, validityOf } from './licence-state.tsx';

type Found = LicenceOfQuery['licence'];
type Shown = NonNullable<Found['face']>[number]['fields'][number];

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

function Face({ licence }: { licence: Found }) {
  const groups = licence.face ?? [];
  const photo = groups.flatMap(({ fields }) => fields).find(({ type, value }) => type === 'image' && value !== '');
  return (
    <article class="card licence-face" data-state={licence.state}>
      <header class="licence-head">
        <div class="stack-tight">
          <h2>{licence.typeName}</h2>
          <p class="mono">{licence.number}</p>
          <div class="row">
            <StateBadge state={licence.state} />
          </div>
          <p class="number small">
            {t('licence.validity')}：{validityOf(licence)}
          </p>
        </div>
        {photo && <img class="licence-photo" src={sourceOf(photo.value)} alt={t('licence.photo')} />}
        <div class="licence-qr">
          <Qr text={licence.identifier} label={t('licence.qr')} />
        </div>
      </header>
      {groups.map(({ title, titleEn, fields }) => (
        <section key={title} class="stack-tight">
          {title && <h3>{locale.value === 'en' ? titleEn : title}</h3>}
          <dl class="licence-facts">
            {fields
              .filter(({ type }) => type !== 'image')
              .map((field) => (
                <div key={field.key} data-wide={field.items != null || undefined}>
                  <dt>{locale.value === 'en' ? field.labelEn : field.label}</dt>
                  <dd>
                    <Value field={field} />
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
      <footer class="muted small">
        {t('licence.identifier')}：<span class="mono licence-identifier">{licence.identifier}</span>
      </footer>
    </article>
  );
}

const sourceOf = (base64: string): string =>
  `data:image/${base64.startsWith('/9j/') ? 'jpeg' : 'png'};base64,${base64}`;

function Value({ field }: { field: Shown }) {
  if (field.items && field.items.length > 0) {
    return (
      <ul class="licence-items">
        {field.items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    );
  }
  return field.value === '' ? <span class="muted">{t('licence.empty')}</span> : <bdi>{field.value}</bdi>;
}

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
    <FormDialog title={t('licence.void')} saveText={t('licence.void')} busy={busy} onSave={confirm} onClose={onClose}>
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
