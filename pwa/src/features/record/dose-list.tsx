import { useState } from 'preact/hooks';
import { t as aefi } from '../../i18n/aefi.ts';
import { t } from '../../i18n/clinic.ts';
import { formatDate } from '../../i18n/format.ts';
import { t as judgement } from '../../i18n/judgement.ts';
import { t as visit } from '../../i18n/visit.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { Icon } from '../../ui/icon.tsx';
import { DoseDialog } from './dose-dialog.tsx';
import { lacksOf } from './missing-fields.ts';
import { Validity } from './validity.tsx';
import type { DoseView, RecordView } from './view.ts';

const place = (dose: DoseView): string => dose.clinic?.name || dose.clinicName || t(`dose.${dose.source}`);

/** Recorded doses, the latest in front; each says whether it counts, and why on tap. */
export function DoseList({ record, onChanged }: { record: RecordView; onChanged: () => void }) {
  const [showsVoided, setShowsVoided] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const voided = record.doses.filter(({ state }) => state === 'voided').length;
  const shown = record.doses.filter(({ state }) => showsVoided || state === 'given').reverse();
  // Most doses were given where the file is kept: only other places are named.
  const own = record.person.managingClinic.name;
  const opened = record.doses.find(({ id }) => id === open);
  return (
    <section class="card" aria-labelledby="doses">
      <div class="row-between">
        <h2 id="doses">{t('record.doses')}</h2>
        <span class="row">
          {record.doses.length > 0 && record.person.registrationState !== 'cancelled' && (
            <ButtonLink variant="quiet" icon="alert" href={`#/child/${record.person.id}/aefi`}>
              {aefi('card.link')}
            </ButtonLink>
          )}
          {record.entry === null && record.person.registrationState !== 'cancelled' && (
            <ButtonLink variant="quiet" icon="printer" href={`#/child/${record.person.id}/print`}>
              {t('record.print')}
            </ButtonLink>
          )}
        </span>
      </div>
      {shown.length === 0 && <p class="muted">{t('record.doses.none')}</p>}
      <ul class="doses">
        {shown.map((dose) => (
          <li key={dose.id}>
            <button
              type="button"
              class="dose"
              data-voided={dose.state === 'voided' || undefined}
              onClick={() => setOpen(dose.id)}
            >
              <span class="grow stack-tight">
                <span class="row dose-head">
                  <strong>{dose.vaccine.name}</strong>
                  {dose.doseNumber !== null && dose.doseNumber !== undefined && (
                    <span class="number">{t('dose.number', { dose: dose.doseNumber })}</span>
                  )}
                </span>
                <span class="small muted row dose-facts">
                  <span class="number">{formatDate(dose.date)}</span>
                  {dose.lotNumber && <span class="mono">{t('dose.lot', { lot: dose.lotNumber })}</span>}
                  {place(dose) !== own && <span>{place(dose)}</span>}
                  {dose.evaluations.some(({ countedForCoverage }) => !countedForCoverage) && (
                    <span>{judgement('validity.uncounted')}</span>
                  )}
                </span>
                <Why dose={dose} />
              </span>
              <span class="dose-marks">
                <Marks dose={dose} lacks={lacksOf(dose, record).length} />
              </span>
              <Icon name="next" size={18} />
            </button>
          </li>
        ))}
      </ul>
      {voided > 0 && !showsVoided && (
        <Button variant="quiet" onClick={() => setShowsVoided(true)}>
          {t('record.showVoided', { count: voided })}
        </Button>
      )}
      {opened && <DoseDialog dose={opened} record={record} onClose={() => setOpen(null)} onChanged={onChanged} />}
    </section>
  );
}

/** Why a dose is not valid, or was given against the advice, in a sentence. */
function Why({ dose }: { dose: DoseView }) {
  if (dose.state === 'voided') return null;
  const [reason] = dose.evaluations.find(({ status }) => status !== 'valid')?.reasons ?? [];
  return (
    <>
      {reason && <span class="small">{reason.doctorText}</span>}
      {dose.overrideReason && (
        <span class="small muted">
          {t('dose.override')}: {dose.overrideReason}
        </span>
      )}
    </>
  );
}

function Marks({ dose, lacks }: { dose: DoseView; lacks: number }) {
  if (dose.state === 'voided') return <Badge tone="neutral">{t('record.voided')}</Badge>;
  const [first] = dose.evaluations;
  return (
    <>
      {dose.entry?.state === 'attention' && <Badge tone="bad">{t('dose.attention')}</Badge>}
      {(dose.entry?.state === 'waiting' || dose.entry?.state === 'sending') && (
        <Badge tone="warn" icon="upload">
          {t('dose.pending')}
        </Badge>
      )}
      {!dose.reviewed && <Badge tone="warn">{t('dose.conflict')}</Badge>}
      {first && <Validity status={first.status} />}
      {lacks > 0 && <Badge>{visit('field.lacks', { count: lacks })}</Badge>}
    </>
  );
}
