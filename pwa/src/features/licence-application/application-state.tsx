import type { LicenceApplicationPartsFragment } from '../../data/generated/family.ts';
import { t } from '../../i18n/licence-application.ts';
import { Badge, type Tone } from '../../ui/feedback.tsx';

type State = LicenceApplicationPartsFragment['state'];
const TONES: Record<State, Tone> = {
  submitted: 'info',
  taken_up: 'info',
  granted: 'good',
  refused: 'bad',
  withdrawn: 'neutral',
};

/** The state of an application about a licence in words, shape and colour. */
export const ApplicationState = ({ state }: { state: State }) => (
  <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>
);

/** Not decided yet. */
export const isOpen = ({ state }: { state: State }): boolean => state === 'submitted' || state === 'taken_up';
