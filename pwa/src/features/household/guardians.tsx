import { useState } from 'preact/hooks';
import { t as clinic } from '../../i18n/clinic.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/household.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { EndGuardianDialog } from './end-guardian-dialog.tsx';
import type { FamilyFile } from './family-screen.tsx';
import { GuardianDialog } from './guardian-dialog.tsx';
import { LiftBarDialog } from './lift-bar-dialog.tsx';

export type KeptGuardian = FamilyFile['guardians'][number];
const MOST = 4;

/** The guardians of a file, those that were, and the ways to add, correct and end one. */
export function Guardians({
  file,
  mayChange,
  onChanged,
}: {
  file: FamilyFile;
  mayChange: boolean;
  onChanged: () => void;
}) {
  const [open, setOpen] = useState<
    | { kind: 'add' }
    | { kind: 'change' | 'end'; guardian: KeptGuardian }
    | { kind: 'lift'; former: FamilyFile['formerGuardians'][number] }
    | null
  >(null);
  const close = () => setOpen(null);
  return (
    <section class="card stack" aria-labelledby="guardians">
      <div class="row-between">
        <h2 id="guardians">{t('guardians.title')}</h2>
        {mayChange && file.guardians.length < MOST && (
          <Button icon="plus" onClick={() => setOpen({ kind: 'add' })}>
            {t('guardians.add')}
          </Button>
        )}
      </div>
      {file.guardians.length === 0 && <p class="muted">{t('guardians.none')}</p>}
      <ul class="visit">
        {file.guardians.map((guardian) => (
          <li key={guardian.ordinal} class="visit-row">
            <div class="grow stack-tight">
              <span class="row">
                <strong>
                  <bdi>{guardian.name}</bdi>
                </strong>
                <span class="muted">{clinic(`relation.${guardian.relation}`)}</span>
                {guardian.children != null && (
                  <span class="muted">{t('guardians.children', { count: guardian.children })}</span>
                )}
                {guardian.memberId && <Badge>{t('guardians.picked')}</Badge>}
              </span>
              <span class="small muted mono row">
                {guardian.phone && <span>{guardian.phone}</span>}
                {guardian.documentNumber && <span>{guardian.documentNumber}</span>}
              </span>
            </div>
            {mayChange && (
              <span class="row">
                <Button
                  variant="quiet"
                  label={t('guardians.changeOf', { name: guardian.name })}
                  onClick={() => setOpen({ kind: 'change', guardian })}
                >
                  {t('guardians.change')}
                </Button>
                <Button
                  variant="quiet"
                  label={t('guardians.endOf', { name: guardian.name })}
                  onClick={() => setOpen({ kind: 'end', guardian })}
                >
                  {t('guardians.end')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {file.formerGuardians.length > 0 && (
        <details open={file.formerGuardians.some(({ barred }) => barred)}>
          <summary>{t('guardians.former')}</summary>
          <ul class="visit">
            {file.formerGuardians.map((former) => (
              <li key={former.id} class="visit-row">
                <div class="grow stack-tight">
                  <span class="row">
                    <bdi>{former.name}</bdi>
                    {former.barred && <Badge tone="warn">{t('bar.stands')}</Badge>}
                  </span>
                  <span class="small muted">
                    {t('guardians.formerOf', {
                      relation: clinic(`relation.${former.relation}`),
                      reason: t(`end.${former.reason}`),
                      date: formatInstant(former.endedAt),
                    })}
                  </span>
                </div>
                {former.barred && mayChange && (
                  <Button
                    variant="quiet"
                    label={t('bar.liftOf', { name: former.name })}
                    onClick={() => setOpen({ kind: 'lift', former })}
                  >
                    {t('bar.lift')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
      {open?.kind === 'end' && (
        <EndGuardianDialog file={file} guardian={open.guardian} onClose={close} onChanged={onChanged} />
      )}
      {open?.kind === 'lift' && (
        <LiftBarDialog file={file} former={open.former} onClose={close} onChanged={onChanged} />
      )}
      {(open?.kind === 'add' || open?.kind === 'change') && (
        <GuardianDialog
          file={file}
          guardian={open.kind === 'change' ? open.guardian : null}
          onClose={close}
          onChanged={onChanged}
        />
      )}
    </section>
  );
}
