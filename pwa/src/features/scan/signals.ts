import type { Tone } from '../../ui/feedback.tsx';

const PITCH: Record<Tone, number[]> = {
  good: [880],
  warn: [620, 620],
  bad: [330, 330, 330],
  info: [620],
  neutral: [620],
};
const VIBRATION: Record<Tone, number[]> = {
  good: [60],
  warn: [60, 80, 60],
  bad: [220, 80, 220],
  info: [60],
  neutral: [60],
};

let audio: AudioContext | undefined;

/** Tells the tone of an answer to hand and ear: the eye may be on the child. */
export function announceTone(tone: Tone): void {
  navigator.vibrate?.(VIBRATION[tone]);
  audio ??= new AudioContext();
  // Stays silent until the page has had a touch; that is the browser's rule.
  if (audio.state !== 'running') {
    void audio.resume();
    return;
  }
  for (const [index, frequency] of PITCH[tone].entries()) beep(audio, frequency, audio.currentTime + index * 0.16);
}

function beep(context: AudioContext, frequency: number, at: number): void {
  const oscillator = new OscillatorNode(context, { frequency });
  const volume = new GainNode(context, { gain: 0.12 });
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + 0.1);
}
