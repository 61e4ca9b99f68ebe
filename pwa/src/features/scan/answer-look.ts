import { type Answer, RESULT } from '@miaoben/credential/verify';
import { t } from '../../i18n/scan.ts';
import type { Tone } from '../../ui/feedback.tsx';
import type { IconName } from '../../ui/icon.tsx';

/** How an answer stands on the screen: one word, a colour and a shape that each say the same. */
export interface AnswerLook {
  word: string;
  tone: Tone;
  icon: IconName;
  /** What to do, one sentence. */
  advice: string;
}

/** The verdict word of a genuine code. 4 and 5 look alike: the gate learns of no contraindication (attack 37). */
function resultLook(result: number | null): AnswerLook {
  if (result === RESULT.complete)
    return { word: t('result.complete'), tone: 'good', icon: 'check', advice: t('result.complete.advice') };
  if (result === RESULT.catchUp)
    return { word: t('result.catchUp'), tone: 'warn', icon: 'alert', advice: t('result.catchUp.advice') };
  if (result === RESULT.noFile)
    return { word: t('result.noFile'), tone: 'info', icon: 'question', advice: t('result.noFile.advice') };
  return { word: t('result.notNow'), tone: 'neutral', icon: 'dash', advice: t('result.notNow.advice') };
}

const SHAPE: Record<Exclude<Answer['kind'], 'genuine'>, { tone: Tone; icon: IconName }> = {
  altered: { tone: 'bad', icon: 'cross' },
  revoked: { tone: 'bad', icon: 'cross' },
  expired: { tone: 'warn', icon: 'clock' },
  unknown_issuer: { tone: 'bad', icon: 'cross' },
  unreadable: { tone: 'neutral', icon: 'question' },
  newer_app_needed: { tone: 'info', icon: 'refresh' },
  clock_wrong: { tone: 'warn', icon: 'clock' },
  not_yet_valid: { tone: 'warn', icon: 'clock' },
  status_unknown: { tone: 'warn', icon: 'question' },
};

/** The look of any answer; a genuine code of another child than the roster's does not pass either. */
export function lookOf(answer: Answer): AnswerLook {
  if (answer.kind !== 'genuine') {
    return {
      ...SHAPE[answer.kind],
      word: t(`answer.${answer.kind}`),
      advice: answer.reason === 'access_code' ? t('answer.access_code.advice') : t(`answer.${answer.kind}.advice`),
    };
  }
  if (answer.roster?.outcome === 'not_on_roster')
    return { word: t('roster.other'), tone: 'warn', icon: 'person', advice: t('roster.other.advice') };
  if (answer.roster?.outcome === 'several')
    return { word: t('roster.several'), tone: 'warn', icon: 'people', advice: t('roster.several.advice') };
  return resultLook(answer.result);
}
