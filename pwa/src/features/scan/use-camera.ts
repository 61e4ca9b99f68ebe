import { useEffect, useRef, useState } from 'preact/hooks';
import type { Decoder } from './decoder.ts';

export type CameraState = 'off' | 'starting' | 'running' | 'denied' | 'missing';

const FRAME_MS = 160;
/** How long a code that stays in the picture is the same one. */
const SAME_FOR_MS = 4_000;

/**
 * Runs the back camera into a <video> and reports the codes of each frame that shows something new.
 * @param onTexts all codes of one frame; more than one means that the user must choose
 */
export function useCamera({
  decoder,
  isWanted,
  isPaused,
  onTexts,
}: {
  decoder: Decoder | null;
  isWanted: boolean;
  isPaused: boolean;
  onTexts: (texts: string[]) => void;
}) {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<CameraState>('off');
  // The loop outlives renders; it reads what is current here.
  const current = useRef({ isPaused, onTexts });
  current.current = { isPaused, onTexts };

  useEffect(() => {
    const element = video.current;
    if (!isWanted || !element) return;
    let stream: MediaStream | undefined;
    let isOver = false;
    setState('starting');
    openCamera().then(
      async (opened) => {
        stream = opened;
        if (isOver) return close(opened);
        element.srcObject = opened;
        await element.play().catch(() => undefined);
        setState('running');
      },
      (error: unknown) =>
        setState(error instanceof DOMException && error.name === 'NotAllowedError' ? 'denied' : 'missing'),
    );
    return () => {
      isOver = true;
      if (stream) close(stream);
      element.srcObject = null;
      setState('off');
    };
  }, [isWanted]);

  useEffect(() => {
    const element = video.current;
    if (state !== 'running' || !decoder || !element) return;
    let isOver = false;
    let last = { key: '', at: 0 };
    const look = async () => {
      while (!isOver) {
        if (!current.current.isPaused && !document.hidden) {
          const texts = [...new Set(await decoder.decode(element))].sort();
          const key = texts.join('\n');
          const isSame = key === last.key && Date.now() - last.at < SAME_FOR_MS;
          if (texts.length > 0) last = { key, at: Date.now() };
          if (texts.length > 0 && !isSame && !isOver && !current.current.isPaused) current.current.onTexts(texts);
        }
        await new Promise((resolve) => setTimeout(resolve, FRAME_MS));
      }
    };
    void look();
    return () => {
      isOver = true;
    };
  }, [state, decoder]);

  return { video, state };
}

async function openCamera(): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw new DOMException('no camera', 'NotFoundError');
  return navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
  });
}

function close(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
