import './look-up.css';
import { useEffect, useState } from 'preact/hooks';
import {
  LookUpLicence,
  type LookUpLicenceQuery,
  PublicServices,
  type PublicServicesQuery,
} from '../../data/generated/look-up.ts';
import { type Answer, post } from '../../data/post.ts';
import type { Problem } from '../../data/problem.ts';
import { Page } from '../../features/session/shell.tsx';
import { formatDate, formatTime } from '../../i18n/format.ts';
import { locale } from '../../i18n/locale.ts';
import { t } from '../../i18n/look-up.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Notice, Skeleton, type Tone } from '../../ui/feedback.tsx';
import { DateField, Select, TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';

type Service = PublicServicesQuery['publicServices'][number];
type Found = NonNullable<LookUpLicenceQuery['lookUpLicence']>;

const TONES: Record<Found['state'], Tone> = { valid: 'good', expired: 'warn', suspended: 'info', revoked: 'bad' };

/** Look-up of a licence by its number, for anybody (J-59): no sign-in, nothing is kept on the device. */
const LookUp: Screen = () => {
  const [services, setServices] = useState<Answer<PublicServicesQuery> | null>(null);
  const load = () => void post(PublicServices, {}).then(setServices);
  useEffect(load, []);
  return (
    <Page title={t('title')} back="/" narrow>
      <p class="muted">{t('lead')}</p>
      {!services && <Skeleton lines={5} />}
      {services && !services.ok && <ErrorBox problem={services.problem} onRetry={load} />}
      {services?.ok &&
        (services.data.publicServices.length > 0 ? (
          <Ask services={services.data.publicServices} />
        ) : (
          <Notice>{t('closed')}</Notice>
        ))}
      <p class="muted small">{t('privacy')}</p>
    </Page>
  );
};
export default LookUp;

function Ask({ services }: { services: readonly Service[] }) {
  const [type, setType] = useState(services[0]?.type ?? '');
  const [number, setNumber] = useState('');
  const [holderName, setHolderName] = useState('');
  const [isIncomplete, setIncomplete] = useState(false);
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer<LookUpLicenceQuery> | null>(null);
  const service = services.find((one) => one.type === type);
  const asksName = service?.asksName ?? true;
  const filters = service?.filters ?? [];
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  // An answer belongs to what was asked, not to what stands in the fields by now.
  const change = (set: (value: string) => void) => (value: string) => {
    setAnswer(null);
    set(value);
  };
  const missing = (value: string) => (isIncomplete && value.trim() === '' ? t('needed') : undefined);

  const submit = async (event: Event) => {
    event.preventDefault();
    const given = filters.map(({ key }) => ({ field: key, value: values[key]?.trim() ?? '' }));
    const lacks =
      number.trim() === '' || (asksName && holderName.trim() === '') || given.some(({ value }) => value === '');
    setIncomplete(lacks);
    if (busy || lacks) return;
    setBusy(true);
    setAnswer(null);
    setAnswer(await post(LookUpLicence, { type, number, holderName: asksName ? holderName : null, given }));
    setBusy(false);
  };
  return (
    <>
      <form class="card stack" onSubmit={(event) => void submit(event)} noValidate>
        <Select
          label={t('type')}
          value={type}
          onInput={change(setType)}
          options={services.map((service) => ({ value: service.type, label: service.name }))}
        />
        <TextField
          label={t('number')}
          hint={t('number.hint')}
          autocomplete="off"
          value={number}
          onInput={change(setNumber)}
          error={missing(number)}
        />
        {asksName && (
          <TextField
            label={t('name')}
            hint={t('name.hint')}
            autocomplete="off"
            value={holderName}
            onInput={change(setHolderName)}
            error={missing(holderName)}
          />
        )}
        {filters.map((field) => (
          <FilterEntry
            key={field.key}
            field={field}
            value={values[field.key] ?? ''}
            error={missing(values[field.key] ?? '')}
            onInput={change((value) => setValues({ ...values, [field.key]: value }))}
          />
        ))}
        <Button type="submit" variant="primary" icon="search" wide busy={busy}>
          {t('submit')}
        </Button>
      </form>
      <div aria-live="polite">{answer && <Result answer={answer} asksName={asksName} />}</div>
    </>
  );
}

/** What a service asks besides number and name, as its definition says what it holds. */
function FilterEntry({
  field: { label, labelEn, type, codes },
  ...rest
}: {
  field: Service['filters'][number];
  value: string;
  error: string | undefined;
  onInput: (value: string) => void;
}) {
  const isEnglish = locale.value === 'en';
  const props = { ...rest, label: isEnglish ? labelEn : label };
  if (type === 'date') return <DateField {...props} />;
  if (type !== 'code') return <TextField {...props} autocomplete="off" />;
  const options = codes.map(({ code, zh, en }) => ({ value: code, label: isEnglish ? en : zh }));
  return <Select {...props} placeholder="" options={options} />;
}

const HOUR_MS = 3_600_000;

function Refusal({ problem }: { problem: Problem }) {
  const { code, until } = problem;
  if (code !== 'RATE_LIMITED' || !until) return <ErrorBox problem={problem} />;
  const isLong = Date.parse(until) - Date.now() > HOUR_MS;
  return <Notice tone="warn">{isLong ? t('blocked') : t('wait', { time: formatTime(until) })}</Notice>;
}

function validity({ validFrom, validTo }: Found): string {
  const from = validFrom ? formatDate(validFrom) : '';
  if (validTo) return t('until', { from, to: formatDate(validTo) });
  return validFrom ? t('from', { from }) : t('forever');
}

function Result({ answer, asksName }: { answer: Answer<LookUpLicenceQuery>; asksName: boolean }) {
  if (!answer.ok) return <Refusal problem={answer.problem} />;
  const found = answer.data.lookUpLicence;
  if (!found)
    return (
      <Notice tone="warn" title={t('none')}>
        <p>{t('none.hint')}</p>
      </Notice>
    );
  const facts: [string, readonly string[]][] = [
    [t(asksName ? 'holder' : 'institution'), [found.holderName]],
    [t('number'), [found.number]],
    [t('validity'), [validity(found)]],
    [t('issuer'), [found.issuerName]],
    ...found.fields.map(({ label, labelEn, values }): [string, readonly string[]] => [
      locale.value === 'en' ? labelEn : label,
      values,
    ]),
  ];
  return (
    <article class="card" data-state={found.state}>
      <div class="row-between">
        <h2>{found.typeName}</h2>
        <Badge tone={TONES[found.state]}>{t(`state.${found.state}`)}</Badge>
      </div>
      <dl class="look-up-facts">
        {facts.map(([term, values]) => (
          <div key={term}>
            <dt>{term}</dt>
            {values.map((value) => (
              <dd key={value}>
                <bdi>{value}</bdi>
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </article>
  );
}
