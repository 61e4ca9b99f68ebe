import { useState } from 'preact/hooks';
import { FamilyContact, KeepContact } from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { PlacePicker } from '../../features/coming/place-picker.tsx';
import { Page } from '../../features/session/shell.tsx';
import { t as family } from '../../i18n/family.ts';
import { t as household } from '../../i18n/household.ts';
import { t } from '../../i18n/own-file.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import { Checkbox, TextField } from '../../ui/field.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import {
  type ContactDraft,
  type ContactFault,
  type ContactFile,
  contactChanges,
  contactDraftOf,
  faultsOfContact,
} from './contact-draft.ts';

const PROVINCE_DIGITS = 2;

/** How a family is reached: phone, residence, address, emergency contact, kept by the family itself. */
const ContactScreen: Screen = ({ params: { id = '' } }) => {
  const { data, problem, isLoading, refresh } = useData(FamilyContact, { id });
  const file = data?.person;
  return (
    <Page title={t('contact.title')} back={`/child/${id}`} narrow>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={8} />}
      {data && !file && <EmptyState icon="record" title={family('child.notFound')} />}
      {file && <ContactForm key={file.version} file={file} />}
      {file?.household && (
        <section class="card stack-tight">
          <h2>{t('contact.household', { number: file.household.number })}</h2>
          <ul class="visit">
            {file.household.members.map(({ personId, name, relation }) => (
              <li key={personId} class="visit-row">
                <bdi class="grow">{name}</bdi>
                <span class="muted">{household(`relation.${relation}`)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Page>
  );
};
export default ContactScreen;

function ContactForm({ file }: { file: ContactFile }) {
  const [draft, setDraft] = useState<ContactDraft>(() => contactDraftOf(file));
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const changes = contactChanges(file, draft);
  const isChanged = Object.keys(changes).length > 0;
  const faults = faultsOfContact(draft);
  const change = (part: Partial<ContactDraft>) => setDraft((before) => ({ ...before, ...part }));
  const error = (fault: ContactFault, text: string) => (isTried && faults.includes(fault) ? text : undefined);
  const now = (value: string | null | undefined) => (value ? t('contact.now', { value }) : t('contact.none'));
  useOpenForm(isChanged && !isSaved);
  const save = async () => {
    setTried(true);
    setProblem(null);
    if (faults.length > 0 || busy || !isChanged) return;
    setBusy(true);
    const input = { personId: file.id, expectedVersion: file.version, ...changes };
    const answer = await mutate(KeepContact, { commandId, input });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    setSaved(true);
    toast(t('contact.saved'));
    navigate(`/child/${file.id}`, { replace: true });
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p class="muted">{t('contact.explain', { clinic: file.managingClinic.name })}</p>
      <TextField
        label={t('contact.phone')}
        hint={now(file.phone)}
        value={draft.newPhone}
        optional
        inputmode="tel"
        autocomplete="tel"
        maxLength={20}
        error={error('phone', t('contact.bad.phone'))}
        onInput={(newPhone) => change({ newPhone })}
      />
      <Checkbox checked={draft.ownPhone} onChange={(ownPhone) => change({ ownPhone })}>
        {t('contact.ownPhone')}
      </Checkbox>
      <div class="stack-tight">
        <span class="field-label">{t('contact.place')}</span>
        <span>{t('contact.placeNow', { place: file.residence.name })}</span>
        <Checkbox checked={draft.isMoving} onChange={(isMoving) => change({ isMoving })}>
          {t('contact.changePlace')}
        </Checkbox>
      </div>
      {draft.isMoving && (
        <>
          <PlacePicker
            root={file.residence.code.slice(0, PROVINCE_DIGITS)}
            path={draft.path}
            error={error('place', t('contact.bad.place'))}
            onChoose={(path) => change({ path })}
          />
          <Notice>{t('contact.moved', { clinic: file.managingClinic.name })}</Notice>
        </>
      )}
      <TextField
        label={t('contact.address')}
        value={draft.address}
        optional
        autocomplete="off"
        maxLength={200}
        onInput={(address) => change({ address })}
      />
      <TextField
        label={t('contact.emergencyName')}
        value={draft.emergencyName}
        optional
        autocomplete="off"
        maxLength={50}
        error={error('emergencyName', t('contact.bad.name'))}
        onInput={(emergencyName) => change({ emergencyName })}
      />
      <TextField
        label={t('contact.emergencyPhone')}
        hint={now(file.details.emergencyPhone)}
        value={draft.newEmergencyPhone}
        optional
        inputmode="tel"
        autocomplete="off"
        maxLength={20}
        error={error('emergencyPhone', t('contact.bad.phone'))}
        onInput={(newEmergencyPhone) => change({ newEmergencyPhone })}
      />
      {problem && <ErrorBox problem={problem} />}
      <Button type="submit" variant="primary" wide busy={busy} disabled={!isChanged}>
        {isChanged ? t('contact.save') : t('contact.nothing')}
      </Button>
    </form>
  );
}
