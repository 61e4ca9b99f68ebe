let context: AudioContext | null = null;

/** Two soft tones. Browsers allow sound only after a touch; before one it stays silent, the badge tells the same. */
export function ring(): void {
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume();
  const start = context.currentTime;
  for (const [at, frequency] of [
    [0, 660],
    [0.28, 880],
  ] as const) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.0001, start + at);
    volume.gain.exponentialRampToValueAtTime(0.2, start + at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + at + 0.26);
    tone.connect(volume).connect(context.destination);
    tone.start(start + at);
    tone.stop(start + at + 0.28);
  }
}
