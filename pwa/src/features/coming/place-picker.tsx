import { ClinicsIn, PlaceBelow } from '../../data/generated/coming.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/coming.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Select } from '../../ui/field.tsx';

const TOWNSHIP_DIGITS = 9;
const PROVINCE_DIGITS = 2;
const CITY_DIGITS = 4;
const COUNTY_DIGITS = 6;

/** Divisions from one down to the township, or so many digits as `until` says, a level at a time; `path` begins below `root`. */
export function PlacePicker({
  root,
  path,
  until = TOWNSHIP_DIGITS,
  error,
  onChoose,
}: {
  root: string;
  path: readonly string[];
  until?: number;
  error?: string | undefined;
  onChoose: (path: readonly string[]) => void;
}) {
  const isLast = root.length >= until;
  const { data, problem, refresh } = useData(PlaceBelow, { code: root }, { keep: true, pause: isLast });
  if (isLast) return null;
  if (problem && !data) return <ErrorBox problem={problem} onRetry={refresh} />;
  const below = data?.division?.children.filter(({ code }) => code.length <= until) ?? [];
  const [next, ...rest] = path;
  return (
    <>
      <Select
        label={t(
          root.length === PROVINCE_DIGITS
            ? 'place.city'
            : root.length === CITY_DIGITS
              ? 'place.county'
              : 'place.township',
        )}
        value={next ?? ''}
        placeholder={t('place.choose')}
        error={next ? undefined : error}
        options={below.map(({ code, name }) => ({ value: code, label: name }))}
        onInput={(to) => onChoose(to ? [to] : [])}
      />
      {next && (
        <PlacePicker
          key={next}
          root={next}
          path={rest}
          until={until}
          error={error}
          onChoose={(more) => onChoose([next, ...more])}
        />
      )}
    </>
  );
}

/** The clinics of the county of a township, those of the township itself first. */
export function ClinicSelect({
  place,
  label = t('place.clinic'),
  value,
  error,
  without,
  emptyText,
  onInput,
}: {
  place: string;
  label?: string;
  value: string;
  error?: string | undefined;
  /** the unit that has the file */
  without?: string | undefined;
  emptyText: string;
  onInput: (id: string) => void;
}) {
  const { data, problem, refresh } = useData(ClinicsIn, { division: place.slice(0, COUNTY_DIGITS) });
  if (problem) return <ErrorBox problem={problem} onRetry={refresh} />;
  const isNear = (code: string | undefined) => Number(code !== place);
  const clinics = (data?.organisations.nodes ?? [])
    .filter(({ id }) => id !== without)
    .toSorted((a, b) => isNear(a.division?.code) - isNear(b.division?.code));
  return (
    <Select
      label={label}
      value={value}
      placeholder={emptyText}
      error={error}
      options={clinics.map(({ id, name }) => ({ value: id, label: name }))}
      onInput={onInput}
    />
  );
}

/** The full name of a division. */
export function PlaceName({ code }: { code: string }) {
  const { data } = useData(PlaceBelow, { code }, { keep: true });
  return <>{data?.division?.fullName ?? code}</>;
}
