import { useState } from 'preact/hooks';
import type { ClinicCodesQuery, InjectionSite, Route } from '../../data/generated/clinic.ts';
import { t } from '../../i18n/clinic.ts';
import { formatDate } from '../../i18n/format.ts';
import { t as vials } from '../../i18n/vial.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Notice } from '../../ui/feedback.tsx';
import { DateField, Segmented, Select, TextField } from '../../ui/field.tsx';
import type { VisitView } from '../record/view.ts';
import type { FormVial } from '../vial/use-form-vial.ts';
import { OpenByHand, timeLeft, VialNotice, vialName } from '../vial/vial-notice.tsx';
import type { VialView } from '../vial/vial-state.ts';
import type { Draft, Fault } from './draft.ts';
import { ROUTES, SITES } from './giving.ts';
import { type LotChoice, lotsFor, wantedFor } from './lots.ts';
import type { TraceCamera } from './trace-camera.tsx';
import { readTraceCode } from './trace-code.ts';

interface Props {
  draft: Draft;
  /** Empty until somebody tried to save. */
  faults: readonly Fault[];
  codes: ClinicCodesQuery;
  planned: readonly VisitView[];
  /** Vaccines given at the point; null: whatever the clinic gives. */
  given: ReadonlySet<string> | null;
  day: string;
  vial: FormVial;
  onChange: (part: Partial<Draft>) => void;
}

/** The fields of a dose, in the order the hands work: what, from which box, where, how. */
export function DraftForm(props: Props) {
  const { draft, faults, day, vial, onChange } = props;
  return (
    <>
      <Segmented
        legend={t('give.where')}
        value={draft.isOutside ? 'outside' : 'here'}
        options={[
          { value: 'here', label: t('give.here') },
          { value: 'outside', label: t('give.outside') },
        ]}
        onChange={(value) => onChange({ isOutside: value === 'outside', ...(value === 'here' && { date: day }) })}
      />
      <VaccineField {...props} />
      {draft.isOutside ? <OutsideFields {...props} /> : <LotField {...props} />}
      <TraceField draft={draft} isBad={faults.includes('trace')} onChange={onChange} />
      {vial.openByHand && <OpenByHand open={vial.openByHand} isAsked={faults.includes('noVial')} />}
      {vial.vial && <VialNotice {...vial} vial={vial.vial} />}
      {vial.problem && <ErrorBox problem={vial.problem} />}
      <div class="stack-tight">
        <span class="field-label">{t('give.site')}</span>
        <Segmented
          legend={t('give.site')}
          value={draft.site}
          options={SITES.map((site) => ({ value: site, label: t(`site.${site}`) }))}
          onChange={(site) => onChange({ site: site as InjectionSite })}
        />
      </div>
      <div class="stack-tight">
        <span class="field-label">{t('give.route')}</span>
        <Segmented
          legend={t('give.route')}
          value={draft.route}
          options={ROUTES.map((route) => ({ value: route, label: t(`route.${route}`) }))}
          onChange={(route) => onChange({ route: route as Route })}
        />
      </div>
    </>
  );
}

function VaccineField({ draft, faults, codes, planned, given, onChange }: Props) {
  const preferred = planned.flatMap(({ vaccines }) => vaccines);
  const inPlan = new Set(preferred.map(({ code }) => code));
  // The 100 codes of the national table, those the plan wants today in front, then the programme's.
  const rest = codes.vaccines
    .filter(({ code }) => !inPlan.has(code) && (given?.has(code) ?? true))
    .sort((a, b) => Number(b.programme) - Number(a.programme) || (a.code < b.code ? -1 : 1));
  return (
    <Select
      label={t('give.vaccine')}
      value={draft.vaccine}
      placeholder={t('give.vaccine.any')}
      error={faults.includes('vaccine') ? t('give.pickVaccine') : undefined}
      onInput={(vaccine) => onChange({ vaccine, lot: '', product: '' })}
      options={[
        ...[...new Map(preferred.map((v) => [v.code, v])).values()].map(({ code, name }) => ({
          value: code,
          label: `${t('give.planned')} · ${name}`,
        })),
        ...rest.map(({ code, name }) => ({ value: code, label: name })),
      ]}
    />
  );
}

function LotField({ draft, faults, codes, planned, day, vial, onChange }: Props) {
  if (draft.vaccine === '') return null;
  // Another product of the same planned dose will do as well: its lot brings its vaccine with it.
  const wanted = wantedFor(draft.vaccine, planned);
  const choices = lotsFor(wanted, codes, day);
  return (
    <fieldset class="lots" aria-describedby={faults.includes('lot') ? 'lot-error' : undefined}>
      <legend class="field-label">{t('give.lot')}</legend>
      <p class="field-hint">{t('give.lot.hint')}</p>
      {choices.length === 0 && <Notice tone="warn">{t('give.lot.none')}</Notice>}
      {vial.usable
        .filter(({ product }) => wanted.includes(product.vaccine.code))
        .map((open) => (
          <VialOption
            key={open.id}
            vial={open}
            now={vial.now}
            isChosen={vial.vial?.id === open.id}
            onChoose={() =>
              onChange(
                open.traceCode === null
                  ? { trace: '', vialId: open.id, lot: open.lotNumber }
                  : { trace: open.traceCode, vialId: '' },
              )
            }
          />
        ))}
      {choices.map((choice) => (
        <LotOption
          key={choice.lot.id}
          choice={choice}
          isChosen={draft.lot === choice.lot.number && draft.product === choice.product.id && !vial.vial}
          onChoose={() =>
            onChange({
              vaccine: choice.product.vaccine.code,
              lot: choice.lot.number,
              product: choice.product.id,
              vialId: '',
            })
          }
        />
      ))}
      {faults.includes('lot') && (
        <p class="field-error" id="lot-error" role="alert">
          {t('give.pickLot')}
        </p>
      )}
    </fieldset>
  );
}

function LotOption({ choice, isChosen, onChoose }: { choice: LotChoice; isChosen: boolean; onChoose: () => void }) {
  const { lot, product, isExpired } = choice;
  return (
    <label class="lot" data-chosen={isChosen || undefined} data-expired={isExpired || undefined}>
      <input type="radio" name="lot" checked={isChosen} disabled={isExpired} onChange={onChoose} />
      <span class="grow stack-tight">
        <span class="row">
          <strong class="mono">{lot.number}</strong>
          {isExpired && <Badge tone="bad">{t('give.lot.expired')}</Badge>}
          {product.dosesPerContainer > 1 && (
            <Badge tone="info">{t('give.lot.multi', { count: product.dosesPerContainer })}</Badge>
          )}
        </span>
        <span class="small">
          {product.genericName} · {product.manufacturer}
        </span>
        <span class="small muted number row">
          <span>{t('give.lot.expires', { date: formatDate(lot.expiresOn) })}</span>
          <span>{t('give.lot.left', { count: lot.dosesOnHand })}</span>
        </span>
      </span>
    </label>
  );
}

/** A vial that is open: one press fills in its lot and code, and nothing of it is wasted. */
function VialOption({
  vial,
  now,
  isChosen,
  onChoose,
}: {
  vial: VialView;
  now: number;
  isChosen: boolean;
  onChoose: () => void;
}) {
  return (
    <label class="lot" data-chosen={isChosen || undefined} data-vial>
      <input type="radio" name="lot" checked={isChosen} onChange={onChoose} />
      <span class="grow stack-tight">
        <span class="row">
          <strong class="mono">{vial.lotNumber}</strong>
          <Badge tone={vial.isEnding ? 'warn' : 'info'} icon="clock">
            {vials('first')}
          </Badge>
        </span>
        <span class="small">{vial.product.genericName}</span>
        <span class="small muted number">{vialName(vial)}</span>
        <span class="small muted number row">
          <span>{vials('left', { left: vial.left, doses: vial.doses })}</span>
          <span>{timeLeft(vial.usableUntil, now)}</span>
        </span>
      </span>
    </label>
  );
}

function OutsideFields({ draft, faults, day, onChange }: Props) {
  const wrongDate = faults.includes('future')
    ? t('give.future')
    : faults.includes('beforeBirth')
      ? t('give.beforeBirth')
      : undefined;
  return (
    <>
      <DateField
        label={t('give.date')}
        value={draft.date}
        max={day}
        error={wrongDate}
        onInput={(date) => onChange({ date })}
      />
      <TextField
        label={t('give.clinicName')}
        value={draft.clinicName}
        optional
        maxLength={100}
        onInput={(clinicName) => onChange({ clinicName })}
      />
      <TextField
        label={t('give.lotNumber')}
        value={draft.lotNumber}
        optional
        maxLength={40}
        onInput={(lotNumber) => onChange({ lotNumber })}
      />
    </>
  );
}

function TraceField({
  draft,
  isBad,
  onChange,
}: {
  draft: Draft;
  isBad: boolean;
  onChange: (part: Partial<Draft>) => void;
}) {
  // The decoder is fetched by those who scan with the camera, not with a hand scanner.
  const [Camera, setCamera] = useState<typeof TraceCamera | null>(null);
  const toggle = () => {
    if (Camera) setCamera(null);
    else void import('./trace-camera.tsx').then((module) => setCamera(() => module.TraceCamera));
  };
  return (
    <div class="stack-tight">
      <TextField
        label={t('give.trace')}
        hint={t('give.trace.hint')}
        value={draft.trace}
        optional
        inputmode="numeric"
        autocomplete="off"
        maxLength={200}
        error={isBad ? t('give.trace.bad') : undefined}
        onInput={(trace) => onChange({ trace: readTraceCode(trace) ?? trace })}
      />
      <Button variant="quiet" icon="scan" onClick={toggle}>
        {Camera ? t('scan.close') : t('give.trace.scan')}
      </Button>
      {Camera && (
        <Camera
          onCode={(trace) => {
            onChange({ trace });
            setCamera(null);
          }}
        />
      )}
    </div>
  );
}
