import { type ClinicCodesQuery, ClinicStaff } from '../../data/generated/clinic.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/outreach.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Skeleton } from '../../ui/feedback.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { useClinic } from '../packs/use-clinic.ts';

interface Choice {
  id: string;
  name: string;
}

interface ChoicesProps {
  chosen: readonly string[];
  error?: string | undefined;
  onChange: (chosen: readonly string[]) => void;
}

/** Vaccines in the fridge, and those that are on the list already. */
export function vaccineChoices(codes: ClinicCodesQuery, named: readonly string[]): Choice[] {
  const products = new Map(codes.products.map(({ id, vaccine }) => [id, vaccine.code]));
  const held = new Set(codes.lotsOnHand.map(({ product }) => products.get(product.id)));
  return codes.vaccines
    .filter(({ code }) => held.has(code) || named.includes(code))
    .map(({ code, name }) => ({ id: code, name }));
}

/** A list that is ticked off: what stays ticked is on it. */
export function Choices({
  legend,
  hint,
  options,
  chosen,
  error,
  onChange,
}: ChoicesProps & { legend: string; hint: string; options: readonly Choice[] }) {
  return (
    <fieldset class="choices">
      <legend class="field-label">{legend}</legend>
      <p class="field-hint">{hint}</p>
      {options.map(({ id, name }) => (
        <Checkbox
          key={id}
          checked={chosen.includes(id)}
          onChange={(isOn) => onChange(isOn ? [...chosen, id] : chosen.filter((other) => other !== id))}
        >
          <bdi>{name}</bdi>
        </Checkbox>
      ))}
      {error && (
        <p class="field-error" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** Accounts of the clinic that may work at a point. Who has left stays to be seen, so that she can be taken off. */
export function StaffChoices({
  known,
  ...choices
}: ChoicesProps & { known: readonly { id: string; displayName: string }[] }) {
  const clinic = useClinic()?.clinic;
  return clinic ? <StaffOf clinic={clinic.id} known={known} {...choices} /> : <Skeleton lines={2} />;
}

function StaffOf({
  clinic,
  known,
  ...choices
}: ChoicesProps & { clinic: string; known: readonly { id: string; displayName: string }[] }) {
  const staff = useData(ClinicStaff, { organisationId: clinic });
  if (staff.problem) return <ErrorBox problem={staff.problem} onRetry={staff.refresh} />;
  if (!staff.data) return <Skeleton lines={2} />;
  const working = staff.data.workingAccounts.filter(({ role }) => role === 'vaccinator');
  const options = new Map([...known, ...working].map(({ id, displayName }) => [id, { id, name: displayName }]));
  return <Choices legend={t('staff')} hint={t('staff.hint')} options={[...options.values()]} {...choices} />;
}
