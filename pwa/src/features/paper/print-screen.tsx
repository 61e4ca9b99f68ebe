import './paper.css';
import { useState } from 'preact/hooks';
import { PaperWork } from '../../data/generated/clinic.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/paper.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Skeleton } from '../../ui/feedback.tsx';
import { Segmented } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Page } from '../session/shell.tsx';
import type { Carrier } from './form.ts';
import { PrintWork } from './print-work.tsx';

const CARRIERS = ['booklet', 'card'] as const;

/** The paper booklet and card of one child (S-14, Q-60): what is printed on them, and printing the rest. */
const PrintScreen: Screen = ({ params }) => {
  const id = params.id ?? '';
  const [carrier, setCarrier] = useState<Carrier>('booklet');
  const { data, problem, refresh } = useData(PaperWork, { id });
  const file = data?.person;
  // What was chosen ends with each printing that is recorded.
  const recorded = file?.paperCopies.reduce((sum, { printings }) => sum + printings.length, 0);
  return (
    <Page title={file ? `${t('page.title')} · ${file.name}` : t('page.title')} back={`/child/${id}`}>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!file && !problem && <Skeleton lines={8} />}
      {file && (
        <>
          <Segmented
            legend={t('carrier.legend')}
            value={carrier}
            options={CARRIERS.map((value) => ({ value, label: t(`carrier.${value}`) }))}
            onChange={(value) => setCarrier(value as Carrier)}
          />
          <PrintWork key={`${carrier} ${recorded}`} file={file} carrier={carrier} onRecorded={refresh} />
        </>
      )}
    </Page>
  );
};
export default PrintScreen;
