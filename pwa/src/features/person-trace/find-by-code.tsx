import { normaliseText, readPersonCode } from '@miaoben/identifiers';
import { useState } from 'preact/hooks';
import { client } from '../../data/client.ts';
import { FindFiles, type FindFilesQuery } from '../../data/generated/person-file.ts';
import { type Problem, problemOf } from '../../data/problem.ts';
import { t as clinic } from '../../i18n/clinic.ts';
import { t } from '../../i18n/trace.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';
import { navigate } from '../../ui/router.tsx';

/** Takes a code of a person or a barcode, and nothing else: a path is read by its code, not looked for by a name. */
export function FindByCode() {
  const [text, setText] = useState('');
  const [error, setError] = useState<string | undefined>();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const find = async () => {
    const wanted = normaliseText(text).text;
    const code = readPersonCode(wanted);
    setProblem(null);
    if (code === null && !/^\d{18}$/.test(wanted)) return setError(t('code.needed'));
    if (code?.barcode === null) return setError(clinic('search.code.misread'));
    setError(undefined);
    setBusy(true);
    const result = await client.query(FindFiles, { text: wanted }).toPromise();
    setBusy(false);
    if (result.error) return setProblem(problemOf(result.error));
    const [found] = (result.data as FindFilesQuery).searchPersons.nodes;
    if (found) navigate(`/child/${found.id}/trace`);
    else setError(clinic('search.code.unknown'));
  };
  return (
    <form
      class="stack no-print"
      onSubmit={(event) => {
        event.preventDefault();
        void find();
      }}
    >
      <TextField
        label={t('code.label')}
        hint={t('code.hint')}
        error={error}
        value={text}
        autocomplete="off"
        maxLength={50}
        onInput={setText}
      />
      <div>
        <Button type="submit" variant="primary" icon="search" busy={busy}>
          {t('code.open')}
        </Button>
      </div>
      {problem && <ErrorBox problem={problem} />}
    </form>
  );
}
