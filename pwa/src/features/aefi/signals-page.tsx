import '../administration/administration.css';
import './aefi.css';
import { useState } from 'preact/hooks';
import { LotSignals, type LotSignalsQuery, SetSignalSetting } from '../../data/generated/aefi.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t } from '../../i18n/aefi.ts';
import { currentDay } from '../../offline/day.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { DateField, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { useMe } from '../administration/use-me.ts';
import { Page } from '../session/shell.tsx';

type Lot = LotSignalsQuery['lotSignals']['lots'][number];
type Setting = LotSignalsQuery['lotSignals']['setting'];

/** A year of vaccination up to today. */
const firstDay = (today: string): string => `${Number(today.slice(0, 4)) - 1}${today.slice(4, 8)}01`;
const figure = (value: number, digits: number): string => value.toFixed(digits);
const chanceText = (chance: number): string => (chance < 0.0001 ? '<0.0001' : figure(chance, 4));

/** Lots with more reports than their product lets expect (signal list). */
const SignalsPage: Screen = () => {
  const division = useMe().data?.me.divisions[0]?.code ?? '';
  const today = currentDay();
  const [from, setFrom] = useState(firstDay(today));
  const [to, setTo] = useState(today);
  const isWhole = from !== '' && to !== '' && from <= to;
  const { data, problem, isLoading, refresh } = useData(
    LotSignals,
    { division, from, to },
    { pause: division === '' || !isWhole },
  );
  const signals = data?.lotSignals;
  return (
    <Page title={t('signals.title')}>
      <p class="muted">{t('signals.explain')}</p>
      <div class="filter">
        <DateField label={t('signals.from')} value={from} max={to} onInput={setFrom} />
        <DateField label={t('signals.to')} value={to} min={from} max={today} onInput={setTo} />
      </div>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!signals && isLoading && <Skeleton lines={6} />}
      {signals && <SettingLine setting={signals.setting} maySet={signals.maySet} onChanged={refresh} />}
      {signals?.lots.length === 0 && <EmptyState icon="check" title={t('signals.none')} />}
      {signals && signals.lots.length > 0 && (
        <Table
          caption={t('signals.caption')}
          rows={signals.lots}
          rowKey={({ product, lotNumber }) => `${product.id} ${lotNumber}`}
          columns={COLUMNS()}
        />
      )}
    </Page>
  );
};
export default SignalsPage;

const COLUMNS = (): Column<Lot>[] => [
  {
    key: 'lot',
    head: t('list.lot'),
    lead: true,
    cell: ({ lotNumber }) => <span class="mono">{lotNumber}</span>,
  },
  {
    key: 'vaccine',
    head: t('list.vaccine'),
    cell: ({ product }) => (
      <span class="aefi-cell">
        <span>{product.vaccine.name}</span>
        <span class="muted small">{product.manufacturer}</span>
      </span>
    ),
  },
  { key: 'doses', head: t('signals.doses'), end: true, cell: ({ doses }) => <span class="number">{doses}</span> },
  {
    key: 'reports',
    head: t('signals.reports'),
    end: true,
    cell: ({ reports }) => <strong class="number">{reports}</strong>,
  },
  {
    key: 'expected',
    head: t('signals.expected'),
    end: true,
    cell: ({ expected }) => <span class="number">{figure(expected, 2)}</span>,
  },
  {
    key: 'chance',
    head: t('signals.chance'),
    end: true,
    cell: ({ chance }) => <span class="number">{chanceText(chance)}</span>,
  },
  {
    key: 'state',
    head: t('signals.state'),
    cell: ({ isSignal }) => (
      <Badge tone={isSignal ? 'bad' : 'neutral'} {...(isSignal && { icon: 'alert' as const })}>
        {t(isSignal ? 'signals.signal' : 'signals.quiet')}
      </Badge>
    ),
  },
  {
    key: 'ways',
    head: t('claims.act'),
    cell: ({ product, lotNumber }) => (
      <span class="row">
        <a
          href={`#/aefi?lot=${encodeURIComponent(lotNumber)}&product=${encodeURIComponent(product.id)}`}
          aria-label={t('signals.casesOf', { lot: lotNumber })}
        >
          {t('signals.cases')}
        </a>
        <a
          href={`#/recalls?lot=${encodeURIComponent(lotNumber)}`}
          aria-label={t('signals.recallOf', { lot: lotNumber })}
        >
          {t('signals.recall')}
        </a>
      </span>
    ),
  },
];

function SettingLine({ setting, maySet, onChanged }: { setting: Setting; maySet: boolean; onChanged: () => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <p class="row">
      <span>{t('signals.setting', { count: setting.minimumReports, chance: String(setting.probability) })}</span>
      {maySet && (
        <Button variant="quiet" onClick={() => setOpen(true)}>
          {t('signals.change')}
        </Button>
      )}
      {isOpen && <SettingDialog setting={setting} onClose={() => setOpen(false)} onSaved={onChanged} />}
    </p>
  );
}

function SettingDialog({ setting, onClose, onSaved }: { setting: Setting; onClose: () => void; onSaved: () => void }) {
  const [minimum, setMinimum] = useState(String(setting.minimumReports));
  const [probability, setProbability] = useState(String(setting.probability));
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const minimumReports = Number(minimum);
  const chance = Number(probability);
  const isMinimumBad = !Number.isInteger(minimumReports) || minimumReports < 2 || minimumReports > 100;
  const isChanceBad = !(chance >= 0.0001 && chance <= 0.2);
  const save = async () => {
    setTried(true);
    if (isMinimumBad || isChanceBad || busy) return;
    setBusy(true);
    const answer = await mutate(SetSignalSetting, { commandId, minimumReports, probability: chance });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('signals.saved'));
    onSaved();
    onClose();
  };
  return (
    <FormDialog title={t('signals.change')} saveText={t('signals.save')} busy={busy} onSave={save} onClose={onClose}>
      <TextField
        label={t('signals.minimum')}
        inputmode="numeric"
        value={minimum}
        error={isTried && isMinimumBad ? t('signals.minimumBad') : undefined}
        onInput={setMinimum}
      />
      <TextField
        label={t('signals.probability')}
        value={probability}
        error={isTried && isChanceBad ? t('signals.probabilityBad') : undefined}
        onInput={setProbability}
      />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
