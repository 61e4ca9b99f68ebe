import { useState } from 'preact/hooks';
import { type PersonSampleQueryVariables, SampleAreas } from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { t as clinic } from '../../i18n/clinic.ts';
import { t } from '../../i18n/sample.ts';
import { currentDay } from '../../offline/day.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Skeleton } from '../../ui/feedback.tsx';
import { Checkbox, DateField, Select, TextField } from '../../ui/field.tsx';
import { useMe } from '../administration/use-me.ts';

export type Asked = PersonSampleQueryVariables['input'];
type State = Asked['states'][number];

const STATES = ['active', 'moved_out', 'lost_to_follow_up', 'nominal', 'dead', 'cancelled'] as const;
const MAX_SIZE = 1000;
const USUAL_SIZE = 30;
const USUAL_YEARS = 6;
const TOWNSHIP_DIGITS = 9;
const SEED = /^[A-Za-z0-9]{1,20}$/;
const SEED_DIGITS = 8;

/** A sample number nobody chose: eight digits. */
const newSeed = (): string => {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  return String(drawn % 10 ** SEED_DIGITS).padStart(SEED_DIGITS, '0');
};

/** Conditions of a sample; a sample number left empty is filled in, to be noted down. */
export function SampleForm({ onDraw }: { onDraw: (asked: Asked) => void }) {
  const me = useMe();
  const own = me.data?.me.divisions ?? [];
  const [path, setPath] = useState<readonly string[]>([]);
  const [bornFrom, setBornFrom] = useState(() => `${Number(currentDay().slice(0, 4)) - USUAL_YEARS}-01-01`);
  const [bornTo, setBornTo] = useState(currentDay);
  const [states, setStates] = useState<readonly State[]>(['active']);
  const [size, setSize] = useState(String(USUAL_SIZE));
  const [seed, setSeed] = useState('');
  const [isChecked, setChecked] = useState(false);
  const root = path[0] ?? own[0]?.code;
  const count = Number(size);
  const faults = {
    date: !bornFrom || !bornTo || bornFrom > bornTo ? t('problem.date') : undefined,
    states: states.length === 0 ? t('problem.state') : undefined,
    size: Number.isInteger(count) && count >= 1 && count <= MAX_SIZE ? undefined : t('problem.size'),
    seed: seed.trim() === '' || SEED.test(seed.trim()) ? undefined : t('problem.seed'),
  };
  const shown = isChecked ? faults : { date: undefined, states: undefined, size: undefined, seed: undefined };
  const draw = () => {
    setChecked(true);
    if (!root || Object.values(faults).some(Boolean)) return;
    const number = seed.trim() || newSeed();
    setSeed(number);
    onDraw({ division: path.at(-1) ?? root, bornFrom, bornTo, states: [...states], size: count, seed: number });
  };
  if (me.problem) return <ErrorBox problem={me.problem} onRetry={me.refresh} />;
  if (!root) return <Skeleton lines={6} />;
  return (
    <form
      class="stack no-print"
      onSubmit={(event) => {
        event.preventDefault();
        draw();
      }}
    >
      <div class="coverage-choice">
        {own.length > 1 && (
          <Select
            label={t('form.area')}
            value={root}
            options={own.map(({ code, name }) => ({ value: code, label: name }))}
            onInput={(code) => setPath([code])}
          />
        )}
        <AreaLevel code={root} chosen={path.slice(1)} onChoose={(below) => setPath([root, ...below])} />
      </div>
      <div class="coverage-choice">
        <DateField label={t('form.bornFrom')} value={bornFrom} error={shown.date} onInput={setBornFrom} />
        <DateField label={t('form.bornTo')} value={bornTo} error={shown.date} onInput={setBornTo} />
        <TextField
          label={t('form.size')}
          hint={t('form.sizeHint')}
          value={size}
          inputmode="numeric"
          maxLength={4}
          error={shown.size}
          onInput={setSize}
        />
        <TextField
          label={t('form.seed')}
          hint={t('form.seedHint')}
          value={seed}
          autocomplete="off"
          maxLength={20}
          error={shown.seed}
          onInput={setSeed}
        />
      </div>
      <fieldset class="stack-tight">
        <legend>{t('form.states')}</legend>
        {STATES.map((state) => (
          <Checkbox
            key={state}
            checked={states.includes(state)}
            error={state === STATES[0] ? shown.states : undefined}
            onChange={(on) => setStates(on ? [...states, state] : states.filter((one) => one !== state))}
          >
            {clinic(`person.state.${state}`)}
          </Checkbox>
        ))}
      </fieldset>
      <div>
        <Button type="submit" variant="primary" icon="search">
          {t('form.draw')}
        </Button>
      </div>
    </form>
  );
}

/** The divisions below one, and below the one chosen of them, down to the township. */
function AreaLevel({
  code,
  chosen,
  onChoose,
}: {
  code: string;
  chosen: readonly string[];
  onChoose: (path: readonly string[]) => void;
}) {
  const isLast = code.length >= TOWNSHIP_DIGITS;
  const { data, problem, refresh } = useData(SampleAreas, { code }, { keep: true, pause: isLast });
  if (isLast) return null;
  if (problem && !data) return <ErrorBox problem={problem} onRetry={refresh} />;
  const below = data?.division?.children ?? [];
  const [next, ...rest] = chosen;
  if (below.length === 0) return null;
  return (
    <>
      <Select
        label={t('form.within', { name: data?.division?.name ?? '' })}
        value={next ?? ''}
        options={[
          { value: '', label: t('form.whole') },
          ...below.map((division) => ({ value: division.code, label: division.name })),
        ]}
        onInput={(to) => onChoose(to ? [to] : [])}
      />
      {next && <AreaLevel key={next} code={next} chosen={rest} onChoose={(path) => onChoose([next, ...path])} />}
    </>
  );
}
