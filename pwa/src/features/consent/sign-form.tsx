import { useState } from 'preact/hooks';
import type { ConsentDecision, ConsentRelation, SignConsentInput } from '../../data/generated/consents.ts';
import type { Problem } from '../../data/problem.ts';
import { t } from '../../i18n/consent.ts';
import { currentInstant } from '../../offline/day.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Segmented, TextField } from '../../ui/field.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import { SignaturePad } from './signature-pad.tsx';
import type { ConsentText } from './text-view.tsx';

const RELATIONS: readonly ConsentRelation[] = ['mother', 'father', 'other', 'self'];
const DECISIONS: readonly ConsentDecision[] = ['agree', 'refuse'];

/** What was chosen and signed, for whatever was read. */
export type SignedChoice = Omit<
  SignConsentInput,
  'consentId' | 'personId' | 'vaccineCode' | 'textId' | 'textVersion' | 'textHash'
>;

/** The words a signature is tied to. */
export const wordsOf = (text: ConsentText, vaccineCode: string) => ({
  vaccineCode,
  textId: text.id,
  textVersion: text.version,
  textHash: text.hash,
});

/** The choice, who makes it, and the signature. On a guardian's phone the account is the signer. */
export function SignForm({
  device,
  onTablet,
  signers = [],
  onSign,
}: {
  device: string;
  onTablet: boolean;
  /** guardians of the file: one press says who signs */
  signers?: readonly { name: string; relation: ConsentRelation }[];
  /** @returns why it was refused; null: signed */
  onSign: (choice: SignedChoice) => Promise<Problem | null>;
}) {
  const [decision, setDecision] = useState<ConsentDecision | ''>('');
  const [reason, setReason] = useState('');
  const [name, setName] = useState('');
  const [relation, setRelation] = useState<ConsentRelation>('mother');
  const [signature, setSignature] = useState('');
  const [isTried, setTried] = useState(false);
  const [isSigned, setSigned] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  useOpenForm(!isSigned && (decision !== '' || signature !== ''));
  const needsReason = decision === 'refuse' && reason.trim() === '';
  const needsName = onTablet && name.trim() === '';
  const submit = async () => {
    setTried(true);
    if (busy || decision === '' || needsReason || needsName || signature === '') return;
    setBusy(true);
    setSigned(true);
    const refused = await onSign({
      decision,
      reason: decision === 'refuse' ? reason.trim() : null,
      signerName: onTablet ? name.trim() : null,
      relation: onTablet ? relation : null,
      signature,
      signedAt: currentInstant(),
      device,
    });
    if (!refused) return;
    setBusy(false);
    setSigned(false);
    setProblem(refused);
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Segmented
        legend={t('decision')}
        value={decision}
        options={DECISIONS.map((value) => ({ value, label: t(`decision.${value}`) }))}
        onChange={(value) => setDecision(value as ConsentDecision)}
      />
      {isTried && decision === '' && (
        <p class="field-error" role="alert">
          {t('decision.pick')}
        </p>
      )}
      {decision === 'refuse' && (
        <TextField
          label={t('reason')}
          value={reason}
          maxLength={200}
          error={isTried && needsReason ? t('reason.needed') : undefined}
          onInput={setReason}
        />
      )}
      {onTablet && (
        <>
          {signers.length > 0 && (
            <div class="row">
              {signers.map((one) => (
                <Button
                  key={one.name}
                  onClick={() => {
                    setName(one.name);
                    setRelation(one.relation);
                  }}
                >
                  {one.name} · {t(`relation.${one.relation}`)}
                </Button>
              ))}
            </div>
          )}
          <TextField
            label={t('name')}
            value={name}
            maxLength={50}
            autocomplete="off"
            error={isTried && needsName ? t('name.needed') : undefined}
            onInput={setName}
          />
          <Segmented
            legend={t('relation')}
            value={relation}
            options={RELATIONS.map((value) => ({ value, label: t(`relation.${value}`) }))}
            onChange={(value) => setRelation(value as ConsentRelation)}
          />
        </>
      )}
      <SignaturePad error={isTried && signature === '' ? t('sign.needed') : undefined} onChange={setSignature} />
      {problem && <ErrorBox problem={problem} />}
      <Button type="submit" variant="primary" wide busy={busy}>
        {t('submit')}
      </Button>
    </form>
  );
}
