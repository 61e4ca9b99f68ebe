import { ConsentTexts, SignConsent } from '../../data/generated/consents.ts';
import { ChildRecord, type ChildRecordQuery } from '../../data/generated/family.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { ConsentBadge } from '../../features/consent/consent-look.tsx';
import { ConsentParts, sheetTitle, useSheet } from '../../features/consent/consent-parts.tsx';
import { deviceName } from '../../features/consent/facts.ts';
import { itemsOf } from '../../features/consent/sheet-items.ts';
import { SignForm } from '../../features/consent/sign-form.tsx';
import { type ConsentText, spokenText } from '../../features/consent/text-view.tsx';
import { Page } from '../../features/session/shell.tsx';
import { t } from '../../i18n/consent.ts';
import { t as family } from '../../i18n/family.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { childConsent } from './child-consent.ts';
import { ReadAloud } from './read-aloud.tsx';

type Person = NonNullable<ChildRecordQuery['person']>;

/** The consent to due vaccines: read (or read aloud), choose, sign once with a finger (H-18). */
const SignConsentScreen: Screen = ({ params: { id = '', vaccine = '' } }) => {
  const child = useData(ChildRecord, { id }, { keep: true });
  const texts = useData(ConsentTexts, {}, { keep: true });
  const person = child.data?.person;
  const problem = child.problem ?? texts.problem;
  const refresh = () => {
    child.refresh();
    texts.refresh();
  };
  if (person && texts.data)
    return <Sheet person={person} texts={texts.data.consentTexts} codes={vaccine.split(',')} problem={problem} />;
  return (
    <Page title={t('title')} back={`/child/${id}`} narrow>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {(child.isLoading || texts.isLoading) && <Skeleton lines={8} />}
      {child.data && !person && <EmptyState icon="record" title={family('child.notFound')} />}
    </Page>
  );
};
export default SignConsentScreen;

/** The vaccines of the plan by code; one that is planned no more has no name of its own. */
const nameOf = ({ plan }: Person, code: string): string =>
  [...plan.series, ...plan.others].flatMap(({ vaccines }) => vaccines).find((one) => one.code === code)?.name ?? '';

function Sheet({
  person,
  texts,
  codes,
  problem,
}: {
  person: Person;
  texts: readonly ConsentText[];
  codes: readonly string[];
  problem: Parameters<typeof ErrorBox>[0]['problem'] | undefined;
}) {
  const standing = codes.map((code) => ({
    vaccine: { code, name: nameOf(person, code) },
    ...childConsent(person, texts, code),
  }));
  const items = itemsOf(standing);
  const sheet = useSheet(person.id, items, async (commandId, input) => {
    const answer = await mutate(SignConsent, { commandId, input });
    return answer.ok ? null : answer.problem;
  });
  const [only] = standing.length === 1 ? standing : [];
  return (
    <Page title={sheetTitle(items)} back={`/child/${person.id}`} narrow>
      {problem && <ErrorBox problem={problem} />}
      <div class="row-between">
        <strong>
          <bdi>{person.name}</bdi>
        </strong>
        {only && <ConsentBadge state={only.state} />}
      </div>
      <div class="row">
        <ReadAloud text={items.map(({ text }) => spokenText(text)).join('\n')} />
        {only?.consent && (
          <ButtonLink variant="quiet" href={`#/consent/${only.consent.id}`}>
            {t('see')}
          </ButtonLink>
        )}
      </div>
      <ConsentParts sheet={sheet} />
      <SignForm
        device={deviceName('phone')}
        onTablet={false}
        onSign={async (choice) => {
          const refused = await sheet.sign(choice);
          if (refused) return refused;
          toast(t('signed'));
          // After the render that lets the form go, so that nothing asks whether to leave.
          setTimeout(() => navigate(`/child/${person.id}`, { replace: true }));
          return null;
        }}
      />
    </Page>
  );
}
