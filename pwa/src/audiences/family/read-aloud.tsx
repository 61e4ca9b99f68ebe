import { useEffect, useState } from 'preact/hooks';
import { t } from '../../i18n/family.ts';
import { locale } from '../../i18n/locale.ts';
import { Button } from '../../ui/button.tsx';

/** Reads a card aloud with the device's own voice (J-126); absent where the device has none. */
export function ReadAloud({ text }: { text: string }) {
  const [isReading, setReading] = useState(false);
  useEffect(() => () => globalThis.speechSynthesis?.cancel(), []);
  if (!('speechSynthesis' in globalThis)) return null;
  const read = () => {
    speechSynthesis.cancel();
    if (isReading) return setReading(false);
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = locale.value;
    utterance.rate = 0.9;
    utterance.onend = () => setReading(false);
    utterance.onerror = () => setReading(false);
    speechSynthesis.speak(utterance);
    setReading(true);
  };
  return (
    <Button icon="sound" onClick={read}>
      {isReading ? t('home.aloud.stop') : t('home.aloud')}
    </Button>
  );
}
