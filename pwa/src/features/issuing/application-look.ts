import type { ApplicationsQuery } from '../../data/generated/desk.ts';
import type { Tone } from '../../ui/feedback.tsx';

export type Application = ApplicationsQuery['applications']['nodes'][number];

export const APPLICATION_TONE: Record<Application['state'], Tone> = {
  submitted: 'info',
  approved: 'good',
  refused: 'bad',
  withdrawn: 'neutral',
};
