import '../administration/administration.css';
import { useState } from 'preact/hooks';
import { OrganisationOf } from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/issuing.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Page } from '../session/shell.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { IssuerDialog } from './issuer-dialog.tsx';
import { IssuerFacts } from './issuer-facts.tsx';
import type { Issuer } from './issuers-page.tsx';

/** One issuing body with all that is kept of it, changed or closed from here. */
const IssuerPage: Screen = ({ params }) => {
  const { data, problem, refresh } = useData(OrganisationOf, { id: params.id ?? '' });
  return (
    <Page title={t('issuers.detail')} back="/issuers">
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && !problem && <Skeleton lines={6} />}
      {data && !data.organisation && <EmptyState icon="clinic" title={t('issuers.gone')} />}
      {data?.organisation && <Detail issuer={data.organisation} onDone={refresh} />}
    </Page>
  );
};
export default IssuerPage;

function Detail({ issuer, onDone }: { issuer: Issuer; onDone: () => void }) {
  const [open, setOpen] = useState<'change' | 'close' | null>(null);
  const close = () => setOpen(null);
  const done = () => {
    close();
    onDone();
  };
  return (
    <section class="card stack" data-issuer={issuer.closedOn ? 'closed' : 'working'}>
      <div class="row-between">
        <h2>
          <bdi>{issuer.name}</bdi>
        </h2>
        {issuer.closedOn ? (
          <Badge tone="neutral">{t('issuers.closedOn', { date: formatDate(issuer.closedOn) })}</Badge>
        ) : (
          <Badge tone="good">{t('issuers.working')}</Badge>
        )}
      </div>
      <IssuerFacts issuer={issuer} />
      <div class="row">
        <Button onClick={() => setOpen('change')}>{t('issuers.change')}</Button>
        <Button variant={issuer.closedOn ? 'plain' : 'danger'} onClick={() => setOpen('close')}>
          {t(issuer.closedOn ? 'issuers.reopen' : 'issuers.close')}
        </Button>
      </div>
      {open === 'change' && <IssuerDialog issuer={issuer} onClose={close} onDone={done} />}
      {open === 'close' && <CloseDialog issuer={issuer} onClose={close} onDone={done} />}
    </section>
  );
}
