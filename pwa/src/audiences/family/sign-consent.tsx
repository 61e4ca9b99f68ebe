import { useState } from 'preact/hooks';
import { ConsentTexts, SignConsent } from '../../data/generated/consents.ts';
import { ChildRecord } from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { ConsentBadge } from '../../features/consent/consent-look.tsx';
import { deviceName } from '../../features/consent/facts.ts';
import { SignForm, wordsOf } from '../../features/consent/sign-form.tsx';
import { ConsentTextView, contentOf, spokenText } from '../../features/consent/text-view.tsx';
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

/** The consent to a due vaccine: read (or read aloud), choose, sign with a finger (H-18). */
const SignConsentScreen: Screen = ({ params: { id = '', vaccine = '' } }) => {
  const child = useData(ChildRecord, { id }, { keep: true });
  const texts = useData(ConsentTexts, {}, { keep: true });
  const [made] = useState(() => ({ commandId: newId(), consentId: newId() }));
  const person = child.data?.person;
  const problem = child.problem ?? texts.problem;
  const standing = person && texts.data ? childConsent(person, texts.data.consentTexts, vaccine) : null;
  const refresh = () => {
    child.refresh();
    texts.refresh();
  };
  return (
    <Page title={standing ? contentOf(standing.text).title : t('title')} back={`/child/${id}`} narrow>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!standing && (child.isLoading || texts.isLoading) && <Skeleton lines={8} />}
      {child.data && !person && <EmptyState icon="record" title={family('child.notFound')} />}
      {person && standing && (
        <>
          <div class="row-between">
            <strong>
              <bdi>{person.name}</bdi>
            </strong>
            <ConsentBadge state={standing.state} />
          </div>
          <div class="row">
            <ReadAloud text={spokenText(standing.text)} />
            {standing.consent && (
              <ButtonLink variant="quiet" href={`#/consent/${standing.consent.id}`}>
                {t('see')}
              </ButtonLink>
            )}
          </div>
          <ConsentTextView text={standing.text} />
          <SignForm
            device={deviceName('phone')}
            onTablet={false}
            onSign={async (choice) => {
              const input = { ...choice, ...wordsOf(standing.text, vaccine), consentId: made.consentId, personId: id };
              const answer = await mutate(SignConsent, { commandId: made.commandId, input });
              if (!answer.ok) return answer.problem;
              toast(t('signed'));
              // After the render that lets the form go, so that nothing asks whether to leave.
              setTimeout(() => navigate(`/child/${id}`, { replace: true }));
              return null;
            }}
          />
        </>
      )}
    </Page>
  );
};
export default SignConsentScreen;
