import type { TestResult } from '../../data/generated/coming.ts';
import { t } from '../../i18n/birth.ts';
import { t as coming } from '../../i18n/coming.ts';
import { currentDay } from '../../offline/day.ts';
import { DateField, Select } from '../../ui/field.tsx';

const RESULTS: readonly TestResult[] = ['negative', 'positive', 'untested'];

/** The mother's hepatitis B, as a form holds it. */
export interface Tests {
  hbsag: TestResult | '';
  antiHbs: TestResult | '';
  testedOn: string;
}
export interface TestRules {
  hbsagRequired: boolean;
  antiHbsRequired: boolean;
}

/** S-10: what the region asks for is there, and no test lies in the future. */
export const areTestsFine = ({ hbsag, antiHbs, testedOn }: Tests, rules: TestRules, today: string): boolean =>
  !(rules.hbsagRequired && hbsag === '') && !(rules.antiHbsRequired && antiHbs === '') && testedOn <= today;

export const testsInput = ({ hbsag, antiHbs, testedOn }: Tests) => ({
  hbsag: hbsag || null,
  antiHbs: antiHbs || null,
  testedOn: testedOn || null,
});

/** The fields of the mother's results; what the region asks for is marked as such (S-10). */
export function TestFields({
  tests,
  rules,
  isTried,
  onChange,
}: {
  tests: Tests;
  rules: TestRules;
  isTried: boolean;
  onChange: (tests: Tests) => void;
}) {
  const today = currentDay();
  const result = (key: 'hbsag' | 'antiHbs', isRequired: boolean) => (
    <Select
      label={t(`fact.${key}`)}
      optional={!isRequired}
      value={tests[key]}
      placeholder={coming('place.choose')}
      error={isTried && isRequired && tests[key] === '' ? t('bad.required') : undefined}
      options={RESULTS.map((value) => ({ value, label: t(`test.${value}`) }))}
      onInput={(value) => onChange({ ...tests, [key]: value as TestResult | '' })}
    />
  );
  return (
    <>
      {result('hbsag', rules.hbsagRequired)}
      {result('antiHbs', rules.antiHbsRequired)}
      <DateField
        label={t('fact.testedOn')}
        optional
        max={today}
        value={tests.testedOn}
        error={isTried && tests.testedOn > today ? t('bad.birthDate') : undefined}
        onInput={(testedOn) => onChange({ ...tests, testedOn })}
      />
    </>
  );
}
