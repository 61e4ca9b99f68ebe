import { useState } from 'preact/hooks';
import { SealOf } from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/sealing.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { useMe } from '../administration/use-me.ts';
import { Page } from '../session/shell.tsx';
import { HandOver } from './hand-over.tsx';
import { NewSeal } from './new-seal.tsx';
import { SealRights } from './seal-rights.tsx';
import { SealingLogList } from './sealing-log.tsx';
import { Picture, type Seal, State } from './seals-page.tsx';
import { WithdrawSealDialog } from './withdraw-seal.tsx';

/** One seal: how it stands, who may use it, and each act done with it. */
const SealPage: Screen = ({ params }) => {
  const { data, problem, refresh } = useData(SealOf, { id: params.id ?? '' });
  const mayChange = useMe().data?.me?.role === 'cdc';
  return (
    <Page title={t('seals.title')} back="/seals">
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && !problem && <Skeleton lines={6} />}
      {data && !data.seal && <EmptyState icon="certificate" title={t('seals.gone')} />}
      {data?.seal && (
        <>
          <Face seal={data.seal} mayChange={mayChange} again={refresh} />
          <SealRights seal={data.seal} mayChange={mayChange} onChanged={refresh} />
          <h2>{t('seals.tab.log')}</h2>
          <SealingLogList key={`${data.seal.id} ${data.seal.state}`} sealId={data.seal.id} />
        </>
      )}
    </Page>
  );
};
export default SealPage;

function Face({ seal, mayChange, again }: { seal: Seal; mayChange: boolean; again: () => void }) {
  const [isReplacing, setReplacing] = useState(false);
  const [isEnding, setEnding] = useState(false);
  return (
    <section class="card">
      <h2>
        <bdi>{seal.name}</bdi>
      </h2>
      <p>
        <bdi>{seal.issuer.name}</bdi>{' '}
        <span class="muted small number">{t('seals.number', { number: seal.number })}</span>
      </p>
      <div class="row">
        <Picture seal={seal} />
        <State seal={seal} />
      </div>
      <p class="muted small">
        {t('seals.madeAt', { at: formatInstant(seal.createdAt) })}
        {seal.endedAt && ` · ${t('seals.endedAt', { at: formatInstant(seal.endedAt) })}`}
      </p>
      <p class="row">
        <span class="muted">{t('handOver.title')}</span>
        <HandOver submission={seal.submission} />
      </p>
      {mayChange && seal.state === 'active' && (
        <div class="row">
          <Button onClick={() => setReplacing(true)}>{t('seals.replace')}</Button>
          <Button variant="danger" onClick={() => setEnding(true)}>
            {t('seals.withdraw')}
          </Button>
        </div>
      )}
      {isReplacing && (
        <NewSeal
          issuer={{ issuerId: seal.issuer.id, issuerName: seal.issuer.name }}
          onClose={() => setReplacing(false)}
          onDone={again}
        />
      )}
      {isEnding && <WithdrawSealDialog seal={seal} onClose={() => setEnding(false)} onDone={again} />}
    </section>
  );
}
