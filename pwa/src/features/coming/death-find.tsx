import { useState } from 'preact/hooks';
import { DeathFiles } from '../../data/generated/coming.ts';
import { useData } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/death.ts';
import { formatDate } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { TextField } from '../../ui/field.tsx';

/** The file a report is claimed for, when none was found by itself: sought among those of the own unit. */
export function FindFile({
  name,
  own,
  chosen,
  onChoose,
}: {
  name: string;
  own: string | undefined;
  chosen: string | null;
  onChoose: (id: string | null) => void;
}) {
  const [text, setText] = useState(name);
  const [asked, setAsked] = useState('');
  const { data, problem, isLoading, refresh } = useData(DeathFiles, { text: asked }, { pause: asked === '' });
  const files = data?.searchPersons.nodes.filter(
    (p) => p.managingClinic.id === own && p.registrationState !== 'cancelled',
  );
  const find = () => {
    onChoose(null);
    setAsked(text.trim());
  };
  return (
    <section class="stack-tight">
      <Notice tone="warn">{t('case.noFile')}</Notice>
      <form
        class="coming-find"
        onSubmit={(event) => {
          event.preventDefault();
          find();
        }}
      >
        <TextField
          label={t('case.find')}
          hint={t('case.findHint')}
          type="search"
          autocomplete="off"
          maxLength={50}
          value={text}
          onInput={setText}
        />
        <Button type="submit" icon="search" busy={asked !== '' && isLoading}>
          {t('case.findGo')}
        </Button>
      </form>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {files?.length === 0 && <p role="status">{t('case.foundNone')}</p>}
      {files && files.length > 0 && (
        <fieldset class="stack-tight coming-place">
          <legend>{t('case.chosen')}</legend>
          {files.map((p) => (
            <label key={p.id} class="check">
              <input type="radio" name="file" checked={p.id === chosen} onChange={() => onChoose(p.id)} />
              <span>
                <bdi>{p.name}</bdi> {common(`sex.${p.sex}`)} <span class="number">{formatDate(p.birthDate)}</span>{' '}
                <span class="muted small number">{p.documentNumber}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </section>
  );
}
