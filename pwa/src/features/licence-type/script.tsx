import { t } from '../../i18n/licence.ts';
import type { Definition } from './definition.ts';
import { columnName } from './field-words.ts';

interface Step {
  step: 'rename' | 'add' | 'archive' | 'length' | 'codes' | 'type' | 'require' | 'check' | 'rekey' | 'reindex';
  field?: string;
  from?: string | number;
  to?: string | number;
  value?: string | number | null;
  gone?: string[];
}

function wordsOf(step: Step, definition: Definition): string {
  const field = columnName(definition, step.field ?? '');
  const [from, to, value] = [step.from ?? '', step.to ?? '', step.value ?? ''];
  switch (step.step) {
    case 'add':
      return value === '' ? t('step.add', { field }) : t('step.addValue', { field, value });
    case 'require':
      return value === '' ? t('step.require', { field }) : t('step.requireValue', { field, value });
    case 'codes':
      return t('step.codes', { field, gone: step.gone?.join('、') || '—' });
    case 'rekey':
    case 'reindex':
      return t(`step.${step.step}`);
    case 'rename':
      return t('step.rename', { field, from });
    case 'length':
    case 'type':
      return t(`step.${step.step}`, { field, from, to });
    default:
      return t(`step.${step.step}`, { field });
  }
}

/** The upgrade script of stored licences in words, step by step. */
export function Script({ script, definition }: { script: string; definition: Definition }) {
  const steps = JSON.parse(script) as Step[];
  return (
    <section class="stack-tight">
      <h3>{t('version.script')}</h3>
      {steps.length === 0 ? (
        <p class="muted">{t('version.noScript')}</p>
      ) : (
        <ol class="licence-script">
          {steps.map((step) => (
            <li key={`${step.step} ${step.field ?? ''}`}>{wordsOf(step, definition)}</li>
          ))}
        </ol>
      )}
    </section>
  );
}
